"""The check before class: everything a workshop needs, used with the network off."""

import streamlit as st

from core.preflight import checks
from core.ui import frame, preflight

lesson = frame.begin("preflight")
ask, controls, figure = lesson.stage()
answer = preflight.ask()
report = answer.result() if answer.done() else None
bad = report.count("bad") if report else 0

with ask:
    if not answer.done():
        st.markdown(f":material/hourglass_empty: {lesson.t('controls.looking')}")
    elif report is None:
        st.markdown(f":material/error_outline: {lesson.t('controls.unknown')}")
        st.code("python -m core.preflight", language="sh")
    elif bad:
        st.markdown(f":material/error_outline: **{lesson.t('summary.bad', count=bad)}**")
    else:
        st.markdown(f":material/check_circle: **{lesson.t('summary.ok')}**")
    st.button(
        lesson.t("controls.again"),
        icon=":material/refresh:",
        key="preflight-again",
        disabled=not answer.done(),
        on_click=preflight.ask.forget,
    )
if not lesson.present:
    with controls:
        st.markdown(f"**{lesson.t('workshop.title')}**")
        for number, step in enumerate(lesson.value("workshop.steps"), start=1):
            st.markdown(f"{number}. {step['text']}")
            st.code(step["code"], language="sh", wrap_lines=True)

red = lesson.palette.categorical[3]
if report is None:
    with figure:
        preflight.table(None, lesson.content, red)
    preflight.follow(answer)
else:
    good, notes = report.count("ok"), report.count("note")
    alt = lesson.t("figure.alt", good=good, bad=bad, notes=notes)
    lesson.figure(
        lambda: preflight.table(report, lesson.content, red, alt),
        name="table",
        badge=frame.Badge("real", seconds=report.seconds, note=lesson.t("figure.badge")),
        alt=alt,
        table=lambda: preflight.frame_of(report, lesson.content),
        source=[checks],
        call="from core.preflight import checks\n[(check.name, check.status) for check in checks()]",
    )
    if bad:
        first = next(check.name for check in report.checks if not check.ok)
        lesson.seeing(lesson.md("figure.seeing_bad", good=good, bad=bad, first=lesson.value("names")[first]))
    else:
        lesson.seeing(lesson.md("figure.seeing_ok", good=good, seconds=report.seconds))

lesson.end()
