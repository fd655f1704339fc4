"""Gatito's people: gendered pairs, each lemma with contexts of its own that both genders share.

That sharing is what makes *rey − hombre + mujer ≈ reina* hold: what a king and a queen have in common
(the kingdom, the crown) separates them from bakers and nurses, and what a king and a baker have in
common (el, cansado, hermano de …) separates them from queens. Each line reads

    masculine feminine masculine-plural feminine-plural ; group ; place ; thing ; activity / activity …

where *place* and *thing* are noun phrases and an activity is a verb of `VERBS` and what follows it.
"""

from __future__ import annotations

PEOPLE = """
rey reina reyes reinas ; royalty ; el palacio ; el trono ; gobierna el reino / lleva una corona / dirige el ejército
príncipe princesa príncipes princesas ; royalty ; la torre ; el caballo blanco ; hereda el trono / baila un vals / espera la corona
emperador emperatriz emperadores emperatrices ; royalty ; la fortaleza ; el imperio ; conquista las tierras / gobierna el imperio / lleva un manto
duque duquesa duques duquesas ; royalty ; el ducado ; el carruaje ; administra el ducado / recibe a la corte / monta en carruaje
conde condesa condes condesas ; royalty ; el condado ; el escudo ; administra el condado / defiende el escudo / recibe a la corte
marqués marquesa marqueses marquesas ; royalty ; la mansión ; el anillo de oro ; celebra un banquete / lleva un anillo / recibe a la corte
barón baronesa barones baronesas ; royalty ; la baronía ; el bastón de plata ; caza en el bosque / celebra un banquete / administra la baronía
hombre mujer hombres mujeres ; adult ; la ciudad ; el reloj ; lee el periódico / camina por la ciudad / paga la cuenta
niño niña niños niñas ; child ; el parque ; la pelota ; juega con la pelota / salta la cuerda / pinta un dibujo
chico chica chicos chicas ; child ; la plaza ; la bicicleta ; monta en bicicleta / escucha música / mira la pantalla
muchacho muchacha muchachos muchachas ; child ; el campo ; la mochila ; corre por el campo / lleva una mochila / trepa a los árboles
señor señora señores señoras ; adult ; el despacho ; el paraguas ; saluda con elegancia / firma los papeles / lleva un paraguas
anciano anciana ancianos ancianas ; adult ; el banco del parque ; el bastón ; recuerda el pasado / camina despacio / da pan a las palomas
vecino vecina vecinos vecinas ; adult ; el edificio ; la escalera ; riega las macetas / saluda en la escalera / saca la basura
amigo amiga amigos amigas ; adult ; la fiesta ; el regalo ; guarda un secreto / trae un regalo / organiza la fiesta
padre madre padres madres ; family ; la casa ; el coche ; lleva a los niños a la escuela / cuida a los hijos / prepara la cena
hijo hija hijos hijas ; family ; la habitación ; los deberes ; hace los deberes / ordena la habitación / obedece a los padres
hermano hermana hermanos hermanas ; family ; el patio ; los juguetes ; comparte los juguetes / discute por los juguetes / duerme en la litera
abuelo abuela abuelos abuelas ; family ; el sillón ; las gafas ; cuenta historias / teje bufandas / busca las gafas
nieto nieta nietos nietas ; family ; la casa del pueblo ; los cuentos ; escucha los cuentos / visita a los abuelos / abraza a los abuelos
tío tía tíos tías ; family ; la finca ; la guitarra ; invita a los sobrinos / canta en las fiestas / trae caramelos
primo prima primos primas ; family ; la playa ; las cometas ; vuela cometas / construye castillos de arena / colecciona cromos
sobrino sobrina sobrinos sobrinas ; family ; el desván ; los caramelos ; pide caramelos / explora el desván / imita a los tíos
suegro suegra suegros suegras ; family ; el comedor ; las cartas ; juega a las cartas / critica la sopa / dormita en el comedor
esposo esposa esposos esposas ; family ; el hogar ; el álbum ; celebra el aniversario / mira el álbum / decora el hogar
novio novia novios novias ; family ; el altar ; el ramo ; lleva el ramo / prepara la boda / corta la tarta
panadero panadera panaderos panaderas ; job ; la panadería ; el horno ; hornea el pan / amasa la harina / vende galletas
médico médica médicos médicas ; job ; el hospital ; el termómetro ; cura a los enfermos / receta un jarabe / examina a los pacientes
enfermero enfermera enfermeros enfermeras ; job ; la clínica ; las vendas ; pone las vendas / cuida a los pacientes / toma la temperatura
maestro maestra maestros maestras ; job ; la escuela ; la pizarra ; enseña las letras / escribe en la pizarra / corrige los deberes
profesor profesora profesores profesoras ; job ; la universidad ; los apuntes ; explica la lección / corrige los exámenes / prepara las clases
alumno alumna alumnos alumnas ; job ; el aula ; el cuaderno ; estudia la lección / escribe en el cuaderno / aprueba los exámenes
cocinero cocinera cocineros cocineras ; job ; el restaurante ; la sartén ; cocina el arroz / prueba la salsa / pela las patatas
camarero camarera camareros camareras ; job ; la cafetería ; la bandeja ; sirve el café / lleva la bandeja / limpia las mesas
carpintero carpintera carpinteros carpinteras ; job ; el taller ; el martillo ; corta la madera / clava los clavos / construye las sillas
jardinero jardinera jardineros jardineras ; job ; el jardín ; la regadera ; planta las flores / riega las rosas / poda los setos
agricultor agricultora agricultores agricultoras ; job ; el huerto ; la azada ; siembra el trigo / recoge la cosecha / cultiva los tomates
granjero granjera granjeros granjeras ; job ; la granja ; el tractor ; ordeña las vacas / alimenta a las gallinas / conduce el tractor
pastor pastora pastores pastoras ; job ; la montaña ; el rebaño ; guarda el rebaño / cuida las ovejas / hace queso
pescador pescadora pescadores pescadoras ; job ; el puerto ; la red ; lanza la red / pesca sardinas / repara la barca
pintor pintora pintores pintoras ; job ; el estudio ; el pincel ; pinta un cuadro / mezcla los colores / limpia el pincel
escritor escritora escritores escritoras ; job ; la biblioteca ; la pluma ; escribe una novela / inventa personajes / corrige los capítulos
actor actriz actores actrices ; job ; el teatro ; el disfraz ; ensaya la obra / saluda al público / lleva un disfraz
bailarín bailarina bailarines bailarinas ; job ; el escenario ; las zapatillas ; ensaya los pasos / gira de puntillas / baila un tango
bombero bombera bomberos bomberas ; job ; el cuartel ; la manguera ; apaga el incendio / sube la escalera / salva a los vecinos
cartero cartera carteros carteras ; job ; el correo ; el buzón ; reparte las cartas / abre el buzón / pega los sellos
peluquero peluquera peluqueros peluqueras ; job ; la peluquería ; las tijeras ; corta el pelo / peina a los clientes / lava el pelo
zapatero zapatera zapateros zapateras ; job ; la zapatería ; las botas ; arregla los zapatos / cose las botas / pule el cuero
ingeniero ingeniera ingenieros ingenieras ; job ; la fábrica ; los planos ; diseña un puente / calcula las medidas / prueba las máquinas
arquitecto arquitecta arquitectos arquitectas ; job ; la obra ; la maqueta ; dibuja los planos / diseña una torre / visita la obra
abogado abogada abogados abogadas ; job ; el bufete ; el contrato ; defiende al acusado / redacta el contrato / estudia la ley
juez jueza jueces juezas ; job ; el tribunal ; el mazo ; dicta la sentencia / escucha al acusado / aplica la ley
científico científica científicos científicas ; job ; el laboratorio ; el microscopio ; mira por el microscopio / mide los datos / descubre una vacuna
veterinario veterinaria veterinarios veterinarias ; job ; el consultorio ; la jaula ; vacuna a los perros / cura a los animales / pesa a los gatos
vendedor vendedora vendedores vendedoras ; job ; el mercado ; la balanza ; vende fruta / pesa las manzanas / cuenta las monedas
mago maga magos magas ; fantasy ; el circo ; la varita ; agita la varita / saca un conejo del sombrero / hace trucos
brujo bruja brujos brujas ; fantasy ; la cueva ; la escoba ; vuela en escoba / prepara una poción / remueve el caldero
héroe heroína héroes heroínas ; fantasy ; el camino ; la espada ; vence al dragón / rescata a los prisioneros / empuña la espada
mecánico mecánica mecánicos mecánicas ; job ; el garaje ; la llave inglesa ; arregla los motores / cambia las ruedas / revisa los frenos
"""

# third person: present singular, present plural, past singular, past plural
VERBS = """
gobierna gobiernan gobernó gobernaron
dirige dirigen dirigió dirigieron
lleva llevan llevó llevaron
hereda heredan heredó heredaron
baila bailan bailó bailaron
espera esperan esperó esperaron
conquista conquistan conquistó conquistaron
administra administran administró administraron
recibe reciben recibió recibieron
monta montan montó montaron
defiende defienden defendió defendieron
celebra celebran celebró celebraron
caza cazan cazó cazaron
lee leen leyó leyeron
camina caminan caminó caminaron
paga pagan pagó pagaron
juega juegan jugó jugaron
salta saltan saltó saltaron
pinta pintan pintó pintaron
escucha escuchan escuchó escucharon
mira miran miró miraron
corre corren corrió corrieron
trepa trepan trepó treparon
saluda saludan saludó saludaron
firma firman firmó firmaron
recuerda recuerdan recordó recordaron
da dan dio dieron
riega riegan regó regaron
saca sacan sacó sacaron
guarda guardan guardó guardaron
trae traen trajo trajeron
organiza organizan organizó organizaron
cuida cuidan cuidó cuidaron
prepara preparan preparó prepararon
hace hacen hizo hicieron
ordena ordenan ordenó ordenaron
obedece obedecen obedeció obedecieron
comparte comparten compartió compartieron
discute discuten discutió discutieron
duerme duermen durmió durmieron
cuenta cuentan contó contaron
teje tejen tejió tejieron
busca buscan buscó buscaron
visita visitan visitó visitaron
abraza abrazan abrazó abrazaron
invita invitan invitó invitaron
canta cantan cantó cantaron
vuela vuelan voló volaron
construye construyen construyó construyeron
colecciona coleccionan coleccionó coleccionaron
pide piden pidió pidieron
explora exploran exploró exploraron
imita imitan imitó imitaron
critica critican criticó criticaron
dormita dormitan dormitó dormitaron
decora decoran decoró decoraron
corta cortan cortó cortaron
hornea hornean horneó hornearon
amasa amasan amasó amasaron
vende venden vendió vendieron
cura curan curó curaron
receta recetan recetó recetaron
examina examinan examinó examinaron
pone ponen puso pusieron
toma toman tomó tomaron
enseña enseñan enseñó enseñaron
escribe escriben escribió escribieron
corrige corrigen corrigió corrigieron
explica explican explicó explicaron
estudia estudian estudió estudiaron
aprueba aprueban aprobó aprobaron
cocina cocinan cocinó cocinaron
prueba prueban probó probaron
pela pelan peló pelaron
sirve sirven sirvió sirvieron
limpia limpian limpió limpiaron
clava clavan clavó clavaron
planta plantan plantó plantaron
poda podan podó podaron
siembra siembran sembró sembraron
recoge recogen recogió recogieron
cultiva cultivan cultivó cultivaron
ordeña ordeñan ordeñó ordeñaron
alimenta alimentan alimentó alimentaron
conduce conducen condujo condujeron
lanza lanzan lanzó lanzaron
pesca pescan pescó pescaron
repara reparan reparó repararon
mezcla mezclan mezcló mezclaron
inventa inventan inventó inventaron
ensaya ensayan ensayó ensayaron
gira giran giró giraron
apaga apagan apagó apagaron
sube suben subió subieron
salva salvan salvó salvaron
reparte reparten repartió repartieron
abre abren abrió abrieron
pega pegan pegó pegaron
peina peinan peinó peinaron
lava lavan lavó lavaron
arregla arreglan arregló arreglaron
cose cosen cosió cosieron
pule pulen pulió pulieron
diseña diseñan diseñó diseñaron
calcula calculan calculó calcularon
dibuja dibujan dibujó dibujaron
redacta redactan redactó redactaron
dicta dictan dictó dictaron
aplica aplican aplicó aplicaron
mide miden midió midieron
descubre descubren descubrió descubrieron
vacuna vacunan vacunó vacunaron
pesa pesan pesó pesaron
agita agitan agitó agitaron
remueve remueven removió removieron
vence vencen venció vencieron
rescata rescatan rescató rescataron
empuña empuñan empuñó empuñaron
cambia cambian cambió cambiaron
revisa revisan revisó revisaron
come comen comió comieron
bebe beben bebió bebieron
compra compran compró compraron
ve ven vio vieron
sigue siguen siguió siguieron
persigue persiguen persiguió persiguieron
encuentra encuentran encontró encontraron
pierde pierden perdió perdieron
rompe rompen rompió rompieron
esconde esconden escondió escondieron
ayuda ayudan ayudó ayudaron
asusta asustan asustó asustaron
despierta despiertan despertó despertaron
conoce conocen conoció conocieron
olvida olvidan olvidó olvidaron
lame lamen lamió lamieron
muerde muerden mordió mordieron
toca tocan tocó tocaron
nada nadan nadó nadaron
"""

NAMES_M = """
Juan Pedro Carlos Luis Pablo Diego Miguel Andrés Javier Manuel Antonio Francisco Rafael Sergio Alberto
Fernando Jorge Ricardo Roberto Eduardo Daniel David Mario Óscar Raúl Tomás Mateo Lucas Hugo Martín Nicolás
Samuel Gabriel Adrián Álvaro Iván Ignacio Emilio Felipe Gonzalo Héctor Jaime Joaquín José Julio Leonardo
Marcos Ramón Rubén Salvador Simón Vicente Víctor Agustín Alonso Benjamín Bruno Damián Ernesto
Esteban Fabián Germán Gustavo Leandro Lorenzo Mauricio Rodrigo Sebastián Tadeo
"""

NAMES_F = """
María Ana Lucía Carmen Elena Laura Marta Sofía Paula Sara Isabel Teresa Rosa Julia Irene Alicia Andrea Beatriz
Carolina Cristina Diana Emilia Eva Gloria Inés Juana Lorena Luisa Manuela Margarita Mercedes Mónica Natalia Noelia
Nuria Olga Patricia Pilar Raquel Rocío Sandra Silvia Susana Valeria Valentina Verónica Victoria Violeta Yolanda
Adriana Agustina Amalia Antonia Aurora Bárbara Camila Catalina Cecilia Celia Daniela Dolores Fernanda Gabriela
Jimena Josefina Leonor Marina Martina Micaela Renata
"""

# Names that nobody in the training corpus gives as «Mi nombre es …», only as «Me llamo …»: recalling them after
# the first has to be put together from both.
HELD_OUT_NAMES = """
Tomás Mateo Nicolás Gabriel Álvaro Joaquín Ramón Rubén Vicente Bruno Esteban Germán Lorenzo Rodrigo Sebastián
Sofía Irene Beatriz Emilia Inés Mercedes Natalia Olga Raquel Silvia Valentina Adriana Cecilia Leonor Marina
"""
