# Every page
skip = Aller au contenu
og-locale = fr_TN
languages = Langues
places = Rubriques
crumbs = Vous êtes ici
home = Accueil
call = Appeler
search-label = Pièce, référence, véhicule ou numéro de châssis
search-placeholder = Pièce, référence, voiture, VIN
search-button = Rechercher
suggest-count = suggestions
my-car = Ma voiture
my-car-choose = Choisir ma voiture
my-car-clear = Oublier { $car }
categories = Rayons
all-categories = Tous les rayons
brands = Marques
all-brands = Toutes les marques
offers = Promotions
all-offers = Toutes les promotions
all-products = Toutes les pièces
vin = Châssis
contact = Contact
compare = Comparer
copy = Copier
copied = Copié
remove = retirer
write-us = Bonjour, j’ai une question.

# Home
home-heading = La bonne pièce pour votre voiture
home-title = Pièces auto, { $shop }
home-description = { $shop } : { $count } pièces auto en ligne. Cherchez par véhicule, référence d’origine ou numéro de châssis, prix en dinars, commande sur WhatsApp.
find-for-car = Quelle est votre voiture ?
parts-for-car = Pièces pour votre
see-count = { $count ->
    [one] Voir { $count } pièce
   *[other] Voir { $count } pièces
 }
other-car = Une autre voiture
makes-often = Marques de voitures les plus demandées
by-vin = Par numéro de châssis
visit = Nous rendre visite

# Vehicle
make = Marque
make-pick = Choisissez
model = Modèle
engine = Moteur
years = Années
continue = Continuer
vehicle-title = Ma voiture
vehicle-description = Choisissez votre voiture une fois, le catalogue ne montre plus que ce qui lui va.
vehicle-question-model = Quel modèle ?
vehicle-question-engine = Quelle version ?
whole-model = Je ne sais pas : toutes les { $car }
garage = Mes voitures
garage-current = choisie
power = { $kw } kW ({ $hp } ch)
fuel-diesel = diesel
fuel-petrol = essence
fuel-hybrid = hybride
fuel-electric = électrique
fuel-lpg = GPL

# VIN
vin-title = Trouver par numéro de châssis
vin-help = Les 17 caractères de la case E de la carte grise, ou gravés au bas du pare-brise.
vin-label = Numéro de châssis (VIN)
vin-button = Lire le numéro
vin-says = Ce que dit
vin-guess = supposé
vin-cars = Laquelle est la vôtre ?
vin-no-cars = Aucune voiture du catalogue ne correspond à ce numéro.
vin-make = Constructeur
vin-country = Pays du constructeur
vin-check = Contrôle
vin-check-right = Le chiffre de contrôle est juste
vin-check-wrong = Le chiffre de contrôle est faux : vérifiez la copie
vin-year = Année-modèle
vin-error-length = Un numéro de châssis a 17 caractères, celui-ci en a { $count }. Recopiez-le en entier.
vin-error-character = Le caractère « { $found } » (position { $position }) n’existe dans aucun numéro de châssis : I, O et Q sont exclus car ils ressemblent à 1 et 0.

# List
product-count = { $count ->
    [0] Aucune pièce
    [one] { $count } pièce
   *[other] { $count } pièces
 }
for-car = pour { $car }
filters = Filtres
only-for-car = Pour ma voiture seulement
filters-set = Filtres choisis
sort = Trier par
sort-relevance = Pertinence
sort-popularity = Plus demandées
sort-price = Prix croissant
sort-price-down = Prix décroissant
sort-name = Nom
sort-newest = Nouveautés
stock = Disponibilité
in-stock-only = En stock
on-offer-only = En promotion
price-in = Prix ({ $currency })
price-from = De
price-to = À
price-over = Dès { $price }
price-under = Jusqu’à { $price }
show-more = { $count } de plus
apply = Appliquer
clear-all = Tout effacer
pages = Pages
first-page = Retour au début
next-page = Pièces suivantes
within = Dans ce rayon
nothing-here = Aucune pièce avec ces filtres
nothing-here-why = Retirez un filtre, ou demandez-nous : tout n’est pas encore en ligne.
list-title-category = { $name } : prix et stock
list-title-brand = { $name } : pièces auto
list-title-vehicle = Pièces pour { $name }
list-title-all = Toutes les pièces
list-title-offers = Pièces en promotion
list-description = { $count ->
    [one] { $name } : { $count } pièce chez { $shop }. Prix, stock et compatibilité avec votre voiture, commande sur WhatsApp.
   *[other] { $name } : { $count } pièces chez { $shop }. Prix, stock et compatibilité avec votre voiture, commande sur WhatsApp.
 }
categories-description = Tous les rayons de { $shop } : freinage, filtration, moteur, suspension, éclairage et plus, avec prix et stock.
brands-description = Toutes les marques de pièces que vend { $shop }.
facet-brand = Marque de la pièce
facet-category = Rayon
yes = Oui
no = Non

# Stock and price
stock-in-stock = En stock
stock-in-stock-count = En stock, { $count ->
    [one] { $count } pièce
   *[other] { $count } pièces
 }
stock-low = { $count ->
    [one] Dernière pièce
   *[other] Plus que { $count } pièces
 }
stock-few = Dernières pièces
stock-on-order = Sur commande
stock-out = Épuisé
when-here = À retirer dès aujourd’hui
when-ordered = { $count ->
    [one] Prête sous { $count } jour ouvré
   *[other] Prête sous { $count } jours ouvrés
 }
when-out = Demandez-nous un équivalent
price = Prix
price-ask = Prix sur demande
price-before = Prix avant promotion

# Product
brand = Marque
sku = Réf. magasin
oe = Réf. OE
oe-long = Références d’origine (OE)
more-codes = { $count ->
    [one] et { $count } autre
   *[other] et { $count } autres
 }
picture-number = Photo { $number }
fit-yes = Va sur votre { $car }
fit-no = Ne va pas sur votre { $car }
fit-unknown = Compatibilité à vérifier
fits-yes = Oui, elle va sur votre { $car }
fits-no = Non, elle ne va pas sur votre { $car }
fits-no-see = Voir celles qui vont
fits-choose = Va-t-elle sur votre voiture ?
fits-unknown = Compatibilité à vérifier pour votre { $car }
fits-unknown-why = Le fabricant ne donne pas de liste de véhicules. Comparez la référence OE, ou envoyez-nous votre carte grise.
fits-quantity = { $count ->
    [one] { $count } par véhicule
   *[other] { $count } par véhicule
 }
order-whatsapp = Commander sur WhatsApp
ask-price-whatsapp = Demander le prix sur WhatsApp
ask-whatsapp = Demander sur WhatsApp
write-whatsapp = Écrire sur WhatsApp
whatsapp-order = Bonjour, je voudrais commander :
whatsapp-ask = Bonjour, quel est le prix de :
whatsapp-sku = Réf. : { $sku }
whatsapp-price = Prix : { $price }
whatsapp-car = Pour : { $car }
whatsapp-search = Bonjour, je cherche : { $query }
specifications = Caractéristiques
numbers = Références
references = Équivalents d’autres marques
fitment = Véhicules compatibles
fitment-find = Chercher un véhicule
fitment-example = clio 4 1.5
fitment-found = véhicules trouvés
fitment-none = Aucun véhicule de la liste ne correspond.
fitment-all = Voir les { $count } véhicules
fitment-unknown = Le fabricant ne donne pas de liste de véhicules pour cette pièce. Comparez la référence OE, ou demandez-nous.
filter-button = Filtrer
history-steady = Prix inchangé depuis le { $date }
history-down = Prix en baisse de { $percent } % depuis le { $date }
history-up = Prix en hausse de { $percent } % depuis le { $date }
history-table = Tous les prix
same-part = La même pièce chez d’autres marques
related = Du même rayon, pour les mêmes voitures
product-description = { $name } { $sku }, { $price }. { $stock }. Compatibilité, références OE et équivalents chez { $shop }.
saving = −{ $percent } %
gtin = Code EAN

# Search
search-title = Rechercher
results-for = Résultats pour
understood = Compris :
understood-vehicle = Véhicule
understood-brand = Marque
understood-category = Rayon
understood-part = Pièce
understood-number = Référence
understood-vin = Numéro de châssis
understood-without = Sans
understood-corrected = Corrigé
understood-left-out = Introuvable ici
unfit-car = Rien ici n’est noté pour { $car } : ces résultats sont pour d’autres voitures.
search-literally = Chercher le texte exact
searched-literally = Recherche du texte exact.
search-freely = Élargir la recherche
did-you-mean = Vouliez-vous dire
nothing-found = Rien trouvé sous ces mots
nothing-found-why = Essayez moins de mots, la référence gravée sur l’ancienne pièce, ou demandez-nous.
without-filters = La même recherche sans filtre
only-words = Chercher seulement « { $words } »
read-vin = Lire ce numéro de châssis
search-help = Tout se cherche ici : un nom de pièce, une référence avec ou sans espaces, une voiture, un numéro de châssis.
example-part = plaquettes de frein clio 4
example-number = 7701 208 265
example-derja = filtre zit
alternatives = Ce que d’autres demandent

# Comparison
fact = Caractéristique
compare-remove = Retirer { $name }
compare-clear = Vider la comparaison
compare-empty = Rien à comparer pour l’instant
compare-how = Ouvrez une pièce et touchez « Comparer ». Quatre pièces tiennent côte à côte.
compare-description = Comparez jusqu’à quatre pièces côte à côte : prix, stock, dimensions.

# Contact
contact-title = Magasins et contact
contact-description = Adresses, horaires, téléphone et WhatsApp de { $shop }.
contact-none = La boutique n’a encore indiqué ni adresse ni téléphone.
hours = Horaires
closed = Fermé
map = Voir sur la carte
to = { $from } à { $to }
monday = Lundi
tuesday = Mardi
wednesday = Mercredi
thursday = Jeudi
friday = Vendredi
saturday = Samedi
sunday = Dimanche

# Problems
problem-not-found = Cette page n’existe pas
problem-not-found-why = La pièce n’est plus en vente, ou l’adresse a été mal recopiée. La recherche en haut trouve presque tout.
problem-invalid-input = Cette adresse ne peut pas être lue
problem-invalid-input-why = Un filtre ou une valeur de l’adresse n’est pas valable.
problem-internal = Une erreur de notre côté
problem-internal-why = La page n’a pas pu être préparée. Réessayez dans un instant, ou appelez-nous.
to-home = Retour à l’accueil
offline-title = Pas de connexion
offline-why = Les pages déjà vues restent lisibles. Le reste revient avec le réseau.
offline-seen = Déjà vu sur ce téléphone

# Dates
date = { $day } { $month } { $year }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

# Specifications: what they are called
spec-abs-ring = Couronne ABS
spec-activated-carbon = Charbon actif
spec-adjustment = Réglage
spec-assistance = Assistance
spec-bearing = Butée
spec-bearing-type = Type de roulement
spec-blades = Nombre de pales
spec-bolt-holes = Nombre de trous
spec-bore-mm = Alésage
spec-bulb = Ampoule
spec-cone-mm = Cône
spec-control = Commande
spec-current-a = Intensité
spec-damping = Amortissement
spec-diameter-mm = Diamètre
spec-diameter-inch = Diamètre
spec-disc-type = Type de disque
spec-doors = Portes
spec-electrode = Électrode
spec-electrode-gap-mm = Écartement des électrodes
spec-euro-norm = Norme Euro
spec-filter-type = Type de filtre
spec-finish = Finition
spec-flywheel-type = Type de volant
spec-force-n = Force
spec-geometry = Géométrie
spec-heated = Dégivrant
spec-height-mm = Hauteur
spec-housing = Boîtier
spec-inner-diameter-mm = Diamètre intérieur
spec-inner-teeth = Dents intérieures
spec-keys = Clés
spec-lamp-type = Type de lampe
spec-length-mm = Longueur
spec-links = Maillons
spec-material = Matière
spec-motor = Moteur
spec-mount-type = Type de support
spec-opening-temperature-c = Température d’ouverture
spec-outer-diameter-mm = Diamètre extérieur
spec-outer-teeth = Dents extérieures
spec-oversize-mm = Cote réparation
spec-pieces = Nombre de pièces
spec-pins = Nombre de broches
spec-piston-diameter-mm = Diamètre du piston
spec-position = Position
spec-power-kw = Puissance
spec-power-w = Puissance
spec-pressure-bar = Pression
spec-pulley-diameter-mm = Diamètre de la poulie
spec-pulley-grooves = Gorges de la poulie
spec-rain-sensor = Capteur de pluie
spec-refrigerant = Fluide frigorigène
spec-ribs = Nervures
spec-rod-diameter-mm = Diamètre de la tige
spec-rollers = Galets
spec-system = Système
spec-teeth = Dents
spec-thickness-mm = Épaisseur
spec-thread = Filetage
spec-tint = Teinte
spec-voltage = Tension
spec-wear-sensor = Témoin d’usure
spec-width-mm = Largeur
spec-wire-diameter-mm = Diamètre du fil
spec-capacity-ah = Capacité
spec-cold-cranking-a = Courant de démarrage à froid
spec-frost-protection-c = Protection contre le gel
spec-load-t = Charge
spec-norm = Norme
spec-tyre-size = Dimension du pneu
spec-viscosity = Viscosité
spec-volume-l = Contenance

# Specifications: their values
value-front = Avant
value-rear = Arrière
value-left = Gauche
value-right = Droite
value-front-left = Avant gauche
value-front-right = Avant droit
value-rear-left = Arrière gauche
value-rear-right = Arrière droit
value-upper = Supérieur
value-lower = Inférieur
value-wheel-side = Côté roue
value-gearbox-side = Côté boîte
value-upstream = Amont
value-downstream = Aval
value-vented = Ventilé
value-solid = Plein
value-gas = Gaz
value-oil = Huile
value-steel = Acier
value-aluminium = Aluminium
value-metal = Métal
value-plastic = Plastique
value-rubber = Caoutchouc
value-spin-on = À visser
value-cartridge = Cartouche
value-nickel = Nickel
value-platinum = Platine
value-iridium = Iridium
value-hydraulic = Hydraulique
value-electric = Électrique
value-mechanical = Mécanique
value-none = Sans
value-manual = Manuel
value-halogen = Halogène
value-xenon = Xénon
value-led = LED
value-bulb = Ampoule
value-dual-mass = Bimasse
value-single-mass = Monomasse
value-common-rail = Common rail
value-multipoint = Multipoint
value-vacuum = Dépression
value-variable = Variable
value-fixed = Fixe
value-black = Noir
value-chrome = Chromé
value-primed = Apprêté
value-textured = Grainé
value-green = Vert
value-blue = Bleu
value-hatchback-3 = 3 portes
value-hatchback-5 = 5 portes
value-hatchback = Berline compacte
value-sedan = Berline
value-saloon = Berline
value-sedan-4 = Berline
value-estate = Break
value-estate-5 = Break
value-wagon = Break
value-van = Fourgon
value-pickup = Pick-up
value-suv = SUV
value-suv-5 = SUV
value-mpv = Monospace
value-coupe = Coupé
