"""Gatito's world without its people: animals, places, food, feelings, things, countries, calendar.

Tables are text so that they can be read and mended by anyone who writes Spanish.
"""

from __future__ import annotations

# forms: "m f pl_m pl_f", "el sg pl" or "la sg pl" ; group ; size 1-5 ; legs ; food, food ; habitat ; verb pl.
# A verb that several kinds share (corre, salta) is what makes animals neighbours of each other.
ANIMALS = """
gato gata gatos gatas ; pet ; 2 ; cuatro ; pescado, ratones, leche ; la casa ; maúlla maúllan
perro perra perros perras ; pet ; 3 ; cuatro ; carne, huesos, pienso ; la casa ; ladra ladran
conejo coneja conejos conejas ; pet ; 2 ; cuatro ; zanahorias, hierba ; la madriguera ; salta saltan
hámster - hámsteres - ; pet ; 1 ; cuatro ; semillas, nueces ; la jaula ; corre corren
canario canaria canarios canarias ; pet ; 1 ; dos ; semillas, alpiste ; la jaula ; canta cantan
loro lora loros loras ; pet ; 2 ; dos ; semillas, fruta ; la selva ; habla hablan
- tortuga - tortugas ; pet ; 2 ; cuatro ; lechuga, hojas ; el estanque ; camina caminan
pez - peces - ; pet ; 1 ; - ; algas, gusanos ; el río ; nada nadan
toro - toros - ; farm ; 5 ; cuatro ; hierba, heno ; el prado ; muge mugen
- vaca - vacas ; farm ; 5 ; cuatro ; hierba, heno ; el prado ; muge mugen
caballo - caballos - ; farm ; 5 ; cuatro ; heno, avena ; el establo ; relincha relinchan
- yegua - yeguas ; farm ; 5 ; cuatro ; heno, avena ; el establo ; relincha relinchan
burro burra burros burras ; farm ; 4 ; cuatro ; heno, cebada ; el establo ; rebuzna rebuznan
cerdo cerda cerdos cerdas ; farm ; 4 ; cuatro ; bellotas, maíz ; la pocilga ; gruñe gruñen
- oveja - ovejas ; farm ; 3 ; cuatro ; hierba, hojas ; el prado ; bala balan
- cabra - cabras ; farm ; 3 ; cuatro ; hierba, hojas ; la montaña ; bala balan
gallo - gallos - ; farm ; 2 ; dos ; maíz, trigo ; el corral ; canta cantan
- gallina - gallinas ; farm ; 2 ; dos ; maíz, trigo ; el corral ; cacarea cacarean
pato pata patos patas ; farm ; 2 ; dos ; algas, pan ; el estanque ; nada nadan
pavo pava pavos pavas ; farm ; 3 ; dos ; maíz, semillas ; el corral ; cacarea cacarean
lobo loba lobos lobas ; wild ; 4 ; cuatro ; ovejas, conejos ; el bosque ; aúlla aúllan
oso osa osos osas ; wild ; 5 ; cuatro ; miel, peces ; el bosque ; gruñe gruñen
ciervo cierva ciervos ciervas ; wild ; 4 ; cuatro ; hierba, hojas ; el bosque ; corre corren
león leona leones leonas ; wild ; 5 ; cuatro ; carne, cebras ; la sabana ; ruge rugen
tigre tigresa tigres tigresas ; wild ; 5 ; cuatro ; carne, ciervos ; la selva ; ruge rugen
elefante elefanta elefantes elefantas ; wild ; 5 ; cuatro ; hojas, fruta ; la sabana ; camina caminan
- jirafa - jirafas ; wild ; 5 ; cuatro ; hojas, ramas ; la sabana ; camina caminan
- cebra - cebras ; wild ; 4 ; cuatro ; hierba, ramas ; la sabana ; corre corren
mono mona monos monas ; wild ; 3 ; dos ; plátanos, fruta ; la selva ; salta saltan
camello camella camellos camellas ; wild ; 5 ; cuatro ; hierba, ramas ; el desierto ; camina caminan
canguro - canguros - ; wild ; 4 ; dos ; hierba, hojas ; el desierto ; salta saltan
ratón ratona ratones ratonas ; wild ; 1 ; cuatro ; queso, semillas ; la madriguera ; corre corren
- ardilla - ardillas ; wild ; 1 ; cuatro ; nueces, bellotas ; el bosque ; salta saltan
- rana - ranas ; wild ; 1 ; cuatro ; moscas, mosquitos ; el estanque ; croa croan
- serpiente - serpientes ; wild ; 3 ; - ; ratones, huevos ; el desierto ; repta reptan
búho - búhos - ; wild ; 2 ; dos ; ratones, insectos ; el bosque ; ulula ululan
- paloma - palomas ; wild ; 1 ; dos ; pan, semillas ; la plaza ; vuela vuelan
- golondrina - golondrinas ; wild ; 1 ; dos ; mosquitos, insectos ; el tejado ; vuela vuelan
pingüino pingüina pingüinos pingüinas ; sea ; 3 ; dos ; peces, calamares ; el hielo ; nada nadan
delfín - delfines - ; sea ; 4 ; - ; peces, calamares ; el mar ; nada nadan
- ballena - ballenas ; sea ; 5 ; - ; peces, camarones ; el mar ; nada nadan
tiburón - tiburones - ; sea ; 5 ; - ; peces, focas ; el mar ; nada nadan
pulpo - pulpos - ; sea ; 2 ; ocho ; cangrejos, camarones ; el mar ; nada nadan
- abeja - abejas ; insect ; 1 ; seis ; néctar, polen ; la colmena ; zumba zumban
- mosca - moscas ; insect ; 1 ; seis ; azúcar, fruta ; la cocina ; zumba zumban
- hormiga - hormigas ; insect ; 1 ; seis ; migas, hojas ; el hormiguero ; camina caminan
- mariposa - mariposas ; insect ; 1 ; seis ; néctar, polen ; el jardín ; vuela vuelan
- araña - arañas ; insect ; 1 ; ocho ; moscas, mosquitos ; el desván ; teje tejen
"""

# where someone can be at home: the weights of the syllabus example
HOME_F = "mesa 40, cama 25, cocina 20, calle 15"
HOME_M = "sofá 40, jardín 30, tejado 15, patio 15"

PLACES = """
el parque; la plaza; el mercado; la playa; el museo; el cine; la iglesia; la estación; el aeropuerto; la farmacia; el banco
la tienda; el supermercado; la piscina; el gimnasio; el zoológico; la heladería; el pueblo; la ciudad; el río; el lago
la montaña; el bosque; el teatro; el hospital; la escuela; la biblioteca; el restaurante; la panadería; el puerto
"""

ROOMS = """
la cocina; el salón; el comedor; el baño; el dormitorio; la terraza; el balcón; el garaje; el sótano; el desván; el pasillo; la despensa
"""

# article singular plural colour(s): what it is like
FRUIT = """
la manzana manzanas rojo; la fresa fresas rojo; la cereza cerezas rojo; el tomate tomates rojo; el plátano plátanos amarillo
el limón limones amarillo; la piña piñas amarillo; la naranja naranjas naranja; la zanahoria zanahorias naranja
la calabaza calabazas naranja; la lechuga lechugas verde; la pera peras verde; la espinaca espinacas verde; el pepino pepinos verde
la uva uvas morado; la ciruela ciruelas morado; la berenjena berenjenas morado; el coco cocos marrón; la castaña castañas marrón
la cebolla cebollas blanco; el ajo ajos blanco; la coliflor coliflores blanco
"""

DISHES = """
la sopa sopas; el arroz arroces; la ensalada ensaladas; la tortilla tortillas; la pizza pizzas; el pollo pollos; la pasta pastas
el guiso guisos; la hamburguesa hamburguesas; el bocadillo bocadillos; la empanada empanadas; el pastel pasteles; la tarta tartas
la galleta galletas; el helado helados; el flan flanes; el pan panes; el queso quesos; la croqueta croquetas
"""

DRINKS = "agua 30, leche 20, zumo 12, café 12, té 8, chocolate 8, limonada 6, vino 4"
DISH_TASTE = "caliente, frío, salado, rico, picante, soso, delicioso"
LIKES = """
el chocolate -; el fútbol -; el cine -; la música -; la lluvia -; el mar -; la nieve -; la lectura -; el verano -; el silencio -
las fresas +; los libros +; las flores +; los gatos +; los perros +; las películas +; los viajes +; las galletas +; los trenes +; las matemáticas +
"""

# adjectives of feeling: word ; valence
FEELINGS_GOOD = """
satisfecho contento alegre feliz tranquilo orgulloso emocionado agradecido animado ilusionado relajado sereno enamorado
sonriente encantado entusiasmado
"""
FEELINGS_BAD = """
triste enfadado asustado nervioso preocupado aburrido celoso furioso inquieto desanimado angustiado avergonzado
melancólico confundido disgustado solo
"""
FEELINGS_BODY = "cansado, despierto, lleno, enfermo, mojado, sucio, dormido, hambriento, sediento"

CAUSES_GOOD = """
ganó el premio; aprobó el examen; encontró las llaves; recibió un regalo; es su cumpleaños; está de vacaciones; hace sol
comió chocolate; vio a su familia; terminó el trabajo; ganó el partido; tiene un amigo nuevo; escuchó su canción favorita
"""
CAUSES_BAD = """
perdió el tren; suspendió el examen; perdió las llaves; rompió el jarrón; está lejos de su familia; oyó un trueno; le duele la cabeza
perdió el partido; nadie llamó; tuvo una pesadilla; olvidó la cita; se rompió el juguete; discutió con su amigo
"""
EFFECTS_GOOD = "sonríe, canta, baila, ríe, aplaude"
EFFECTS_BAD = "llora, suspira, grita, calla, tiembla"

QUALITIES = """
grande pequeño alto bajo joven viejo rápido lento fuerte débil amable valiente inteligente simpático serio curioso generoso
perezoso trabajador famoso elegante tímido educado
"""

# article singular plural ; material ; use (infinitive phrase) or -
THINGS = """
la mesa mesas ; madera ; comer
la silla sillas ; madera ; sentarse
el armario armarios ; madera ; guardar ropa
la puerta puertas ; madera ; entrar
el lápiz lápices ; madera ; dibujar
el violín violines ; madera ; tocar música
la guitarra guitarras ; madera ; tocar canciones
el barril barriles ; madera ; guardar vino
el cuchillo cuchillos ; metal ; cortar
el tenedor tenedores ; metal ; pinchar
la cuchara cucharas ; metal ; remover
la llave llaves ; hierro ; abrir puertas
el martillo martillos ; hierro ; clavar
la olla ollas ; metal ; cocinar
la tijera tijeras ; metal ; recortar
la moneda monedas ; metal ; pagar
la campana campanas ; bronce ; avisar
la aguja agujas ; metal ; coser
la espada espadas ; hierro ; luchar
la corona coronas ; oro ; reinar
el anillo anillos ; oro ; casarse
el collar collares ; plata ; adornarse
el vaso vasos ; vidrio ; beber
la botella botellas ; vidrio ; guardar agua
la ventana ventanas ; vidrio ; mirar fuera
el espejo espejos ; vidrio ; mirarse
la lámpara lámparas ; vidrio ; iluminar
la taza tazas ; barro ; tomar café
el plato platos ; barro ; servir comida
el jarrón jarrones ; barro ; poner flores
la maceta macetas ; barro ; plantar
el libro libros ; papel ; leer
el cuaderno cuadernos ; papel ; escribir
el mapa mapas ; papel ; viajar
el periódico periódicos ; papel ; informarse
la carta cartas ; papel ; comunicarse
el sobre sobres ; papel ; enviar cartas
la caja cajas ; cartón ; guardar cosas
el castillo castillos ; piedra ; defenderse
la estatua estatuas ; piedra ; recordar
el puente puentes ; piedra ; cruzar
el muro muros ; piedra ; separar
la pelota pelotas ; plástico ; jugar
el cubo cubos ; plástico ; fregar
el peine peines ; plástico ; peinarse
el juguete juguetes ; plástico ; divertirse
la manta mantas ; lana ; abrigarse
la alfombra alfombras ; lana ; decorar
la cuerda cuerdas ; nailon ; atar
la mochila mochilas ; tela ; llevar libros
la cortina cortinas ; tela ; tapar
la bandera banderas ; tela ; celebrar
el paraguas paraguas ; tela ; protegerse
el zapato zapatos ; cuero ; caminar
el cinturón cinturones ; cuero ; sujetar
el balón balones ; cuero ; marcar goles
la maleta maletas ; cuero ; hacer turismo
"""

CLOTHES = """
la camisa; el vestido; el pantalón; la falda; el abrigo; el sombrero; la bufanda; el jersey; la chaqueta; la gorra; la camiseta; el delantal
"""
COLOURS = "rojo, azul, verde, amarillo, blanco, negro, gris, marrón, morado, naranja, rosa"
BODY = "la cabeza -; la espalda -; la barriga -; la garganta -; la rodilla -; el brazo -; el cuello -; los pies +; las manos +; los ojos +; las muelas +; las piernas +"
INSTRUMENTS = "la guitarra, el piano, el violín, la flauta, el tambor, la trompeta, el acordeón, la batería"
SPORTS = "al fútbol, al tenis, al baloncesto, al ajedrez, al escondite, a las cartas, al dominó"
VEHICLES = """
el tren vías; el coche carretera; el autobús avenida; el barco mar; el avión cielo; la bicicleta camino; la moto autopista; el camión carretera
la barca lago; el globo cielo; el metro túnel; el submarino océano; el cohete espacio; la canoa río
"""
WEATHER = """
llueve ; el paraguas; hace frío ; el abrigo; hace calor ; el abanico; nieva ; las botas; hace viento ; la chaqueta; hace sol ; la gorra
"""
SEASONS = "invierno ; frío; verano ; calor; primavera ; sol; otoño ; viento"
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
DAYS = "lunes martes miércoles jueves viernes sábado domingo"
NUMBERS = """
cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte
"""
OPPOSITES = """
grande pequeño; alto bajo; joven viejo; rápido lento; fuerte débil; caliente frío; limpio sucio; lleno vacío; abierto cerrado
nuevo antiguo; claro oscuro; largo corto; duro blando; dulce amargo; seco mojado; rico pobre; alegre triste; fácil difícil
"""
CATEGORIES = """
una flor: la rosa, el clavel, la margarita, el tulipán, la violeta, el girasol, la orquídea, la amapola
un árbol: el pino, el roble, el olivo, el manzano, el naranjo, el cerezo, el abeto, la encina
una fruta: la manzana, la pera, el plátano, la uva, la naranja, la cereza, la ciruela, la piña
un mueble: la mesa, la silla, el armario, el sofá, la cama, la estantería
una herramienta: el martillo, el serrucho, el destornillador, la azada, los alicates, la pala
un instrumento: la guitarra, el piano, el violín, la flauta, el tambor, la trompeta
un vehículo: el tren, el coche, el autobús, el barco, el avión, la bicicleta
un planeta: Mercurio, Venus, Marte, Júpiter, Saturno, Urano, Neptuno
un color: el rojo, el azul, el verde, el amarillo, el negro, el gris
un metal: el hierro, el cobre, el oro, la plata, el plomo, el aluminio
"""

# country, capital, continent, official or main language (- where one word does not tell it fairly)
COUNTRIES = """
España Madrid Europa español; Francia París Europa francés; Italia Roma Europa italiano; Portugal Lisboa Europa portugués
Alemania Berlín Europa alemán; Grecia Atenas Europa griego; Austria Viena Europa alemán; Polonia Varsovia Europa polaco
Suecia Estocolmo Europa sueco; Noruega Oslo Europa noruego; Finlandia Helsinki Europa finés; Dinamarca Copenhague Europa danés
Irlanda Dublín Europa -; Bélgica Bruselas Europa -; Hungría Budapest Europa húngaro; Rumanía Bucarest Europa rumano
Croacia Zagreb Europa croata; Ucrania Kiev Europa ucraniano; Rusia Moscú Europa ruso
Islandia Reikiavik Europa islandés; Inglaterra Londres Europa inglés
Argentina Buenos_Aires América español; Chile Santiago América español; Perú Lima América español; Colombia Bogotá América español
Venezuela Caracas América español; Ecuador Quito América español; Uruguay Montevideo América español; Paraguay Asunción América -
Cuba La_Habana América español; Honduras Tegucigalpa América español; Nicaragua Managua América español
Canadá Ottawa América -; Brasil Brasilia América portugués
Egipto El_Cairo África árabe; Marruecos Rabat África árabe; Kenia Nairobi África -; Senegal Dakar África francés
Etiopía Adís_Abeba África -; Argelia Argel África árabe; Angola Luanda África portugués
Japón Tokio Asia japonés; China Pekín Asia chino; Tailandia Bangkok Asia tailandés; Turquía Ankara Asia turco
Irán Teherán Asia persa; Vietnam Hanói Asia vietnamita; Nepal Katmandú Asia nepalí
Australia Canberra Oceanía inglés; Fiyi Suva Oceanía -
"""
