"""The front door: page configuration, language, navigation, and the course map.

Start with ``streamlit run Home.py``. Nothing here imports torch: the first paint waits for no model; a thread
imports it afterwards, so that the first lesson does not wait either.
"""

import gc
import os
import sys

import streamlit as st

from core.course import ROOT
from core.errors import CourseError
from core.ui import browser, clicks, home, navigation, notices, session, style, tidying, warming

# Read when torch is first imported. Learners are served side by side: threads of one small question would only wait
# for each other (a moved slider redraws in 3/4 of the time with one).
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Streamlit reads a picture with numpy and Pillow. Importing them takes as long as all else that Home imports: the
# first visitor of a server gets the icon last, and until then a letter that the browser has itself: without any
# icon Streamlit would fetch the one beside the page's name from the network.
ICON = str(ROOT / "assets" / "favicon.png")
icon_is_quick = "numpy" in sys.modules and "PIL" in sys.modules
st.set_page_config(page_title="LLM por dentro", page_icon=ICON if icon_is_quick else "📖", layout="wide")


@st.cache_resource(show_spinner=False)
def freeze_imports() -> None:
    """Take what the imports made out of the garbage collector's rounds, once per server."""
    gc.collect()
    gc.freeze()


freeze_imports()
clicks.once()
style.apply(present=session.presenting())
page = navigation.build(home.show)
navigation.sidebar()
browser.listen()
tidying.soon()
warming.soon()
try:
    page.run()
except CourseError as error:
    notices.say_error(error)
if not icon_is_quick:
    st.set_page_config(page_icon=ICON)
