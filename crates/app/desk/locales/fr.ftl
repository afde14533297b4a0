# Partout
skip = Aller au contenu
error = Erreur :
places = Rubriques
languages = Langue
theme = Couleurs
theme-auto = Comme l’appareil
theme-light = Clair
theme-dark = Sombre
undo = Annuler ce changement
save = Enregistrer
cancel = Abandonner
delete = Supprimer
restore = Rétablir
remove = retirer
any = Indifférent
any-who = Tout le monde
none = Aucun
filter = Filtrer
filters-on = Filtres actifs
filters-clear = Effacer tous les filtres
next-page = 50 suivants
older = Plus anciens
you-are-here = Vous êtes ici
to-home = À l’accueil du bureau
see-shop = Voir la boutique
see-in-shop = Voir en boutique
name = Nom
state = État
since = Depuis
number = N°
when = Quand
who = Qui
action = Ce qui a été fait
what-changed = Ce qui a changé

# Entrer
sign-in = Se connecter
sign-out = Se déconnecter
email = E-mail
password = Mot de passe
code = Code de votre application
code-hint = Six chiffres, ou l’un de vos codes de secours. Tapez aussi une nouvelle fois votre mot de passe.
forgotten = Mot de passe oublié ?
forgotten-why = Écrivez votre e-mail. S’il a un compte ici, un lien pour choisir un nouveau mot de passe y est envoyé ; il vaut 30 minutes.
forgotten-sent = Si cet e-mail a un compte ici, un lien est en route. Il vaut 30 minutes. Rien reçu ? Regardez dans les indésirables, ou demandez au propriétaire de la boutique.
back-to-sign-in = Retour à la connexion
send-link = Envoyer le lien
new-password = Nouveau mot de passe
password-hint = Au moins 10 caractères. Une phrase à vous se retient facilement.
first-owner = Le premier compte de votre boutique
first-owner-why = Ce lien ne sert qu’une fois. Le compte que vous créez maintenant est propriétaire de la boutique : il peut tout faire, et lui seul invite les autres.
your-name = Votre nom
open-desk = Ouvrir mon bureau
wrong-credentials = L’e-mail ou le mot de passe est faux.
wrong-code = Ce code est faux, trop ancien ou déjà utilisé. Tapez celui que votre application montre maintenant.
code-needed = Votre mot de passe est bon. Maintenant le code de votre application.
wrong-email = Ce n’est pas une adresse e-mail. Elle ressemble à nom@exemple.com.
wrong-name = Un nom a de 1 à 100 caractères.
wrong-password = Un mot de passe a au moins 10 caractères, n’est pas des plus courants et n’est ni votre nom ni votre e-mail.
wrong-current = Ce n’est pas votre mot de passe actuel.
wrong-scopes = Choisissez au moins une chose que cette clé peut faire.
too-many-tries = Trop d’essais. Attendez une minute.
link-spent = Ce lien n’est plus valable
link-spent-why = Il a déjà servi, ou il est trop ancien. Demandez-en un nouveau.
password-set = Votre mot de passe est choisi. Connectez-vous avec lui.
signed-out = Vous êtes déconnecté.
signed-in-needed = Connectez-vous pour voir cette page.
form-old = Cette page est restée ouverte trop longtemps. Rien n’a changé ; envoyez le formulaire une nouvelle fois.

# Problèmes
problem-not-found = Cette page n’existe pas
problem-not-found-why = Ce qui était ici a peut-être été supprimé ou renommé.
problem-forbidden = Vous ne pouvez pas voir ceci
problem-forbidden-why = Votre rôle ne le comprend pas. Le propriétaire de la boutique peut le changer sous Équipe.
problem-invalid-input = Cela ne peut pas se faire ainsi
problem-invalid-input-why = Quelque chose dans l’adresse ou le formulaire n’est pas comme il faut.
problem-conflict = Cela a changé entre-temps
problem-conflict-why = Ce que vous vouliez faire ne va plus avec ce qui est là maintenant. Rien n’a changé.
problem-internal = Quelque chose s’est mal passé chez nous
problem-internal-why = Rien n’est perdu, et le journal le sait. Réessayez dans un instant.

# Rubriques
home = Accueil
products = Produits
jobs = Travaux
audit = Historique
people = Équipe
find-label = Aller partout, tout trouver
find-placeholder = Aller à, ou trouver un produit
find-heading = Trouvé
find-nothing = Rien de trouvé. Essayez une référence, quelques mots ou le nom d’une page.
find-places = Pages
find-products = Produits

# Accueil
greeting = Bonjour, { $name }
today = { $date }. { $products ->
    [one] { $products } produit en vente.
   *[other] { $products } produits en vente.
 }
first-steps = Premiers pas
step-staff = Invitez ceux qui travaillent avec vous
home-now = À faire maintenant
home-stock = Le catalogue
recent-activity = Ce qui s’est passé
recent-none = Rien n’a encore changé. Tout ce qui se fait au bureau est raconté ici.
whole-trail = Tout l’historique
figure-running = Travaux en cours
figure-running-note = en marche
figure-waiting = Travaux en attente
figure-waiting-note = de leur tour ou de leur heure
figure-drafts = Brouillons
figure-drafts-note = pas en vente
figure-failed = Travaux échoués
figure-failed-note = dans la liste des travaux
figure-out = Épuisés
figure-out-note = en vente, plus une pièce
figure-low = Bientôt épuisés
figure-low-note = { $count ->
    [one] { $count } pièce ou moins
   *[other] { $count } pièces ou moins
 }
figure-unpriced = Sans prix
figure-unpriced-note = le client doit demander
figure-on-sale = En vente
figure-on-sale-note = produits que voient les clients

# Produits
product-new = Nouveau produit
filter-words = Nom, référence ou code
brand = Marque
category = Catégorie
price = Prix
stock = Stock
changed = Modifié
pick = Choisir { $name }
pick-all = Choisir tous ceux de cette page
bulk = Changer les produits choisis
bulk-percent = Prix en pour cent
bulk-percent-hint = 5 augmente de 5 %, -10 baisse de 10 %
bulk-availability = Disponibilité
bulk-leave = Laisser tel quel
bulk-publish = Mettre en vente
bulk-withdraw = Retirer de la vente
bulk-on-order = Sur commande possible
bulk-apply = Changer
products-none = Il n’y a pas encore de produits
products-none-found = Aucun produit n’est ainsi
state-on-sale = En vente
state-draft = Brouillon
state-deleted = Supprimé
counted = { $count ->
    [one] { $count } produit
   *[other] { $count } produits
 }
product-facts = Fiche du produit
sku = Référence (SKU)
gtin = Code-barres (EAN)
gtin-hint = 8 à 14 chiffres
name-fr = Nom en français
name-ar = Nom en arabe
name-en = Nom en anglais
price-in = Prix en { $currency }
price-hint = Vide : le client le demande
regular-price-in = Prix habituel en { $currency }
regular-price-hint = Seulement pour une promotion : le prix d’avant
cost-in = Prix d’achat en { $currency }
cost-hint = Jamais montré aux clients
stock-hint = Vide : non compté
availability = Disponibilité
on-order = Sur commande quand il n’y en a plus
published = En vente
oe-numbers = Références d’origine (OE)
oe-numbers-hint = Une par ligne
description-fr = Description en français
description-ar = Description en arabe
description-en = Description en anglais
saved = Enregistré.
created = Le produit est créé.
deleted = Le produit est supprimé.
restored = Le produit est de retour.
deleted-since = Ce produit a été supprimé le { $date }. Les clients ne le voient pas.
delete-why = Les clients ne le voient plus. Il reste ici et peut être rétabli.
clash = Quelqu’un d’autre a changé ce produit entre-temps
clash-lead = Vos changements ne sont pas encore enregistrés. Ces champs diffèrent :
clash-field = Champ
clash-theirs = Comme c’est maintenant
clash-yours = Comme vous l’avez écrit
clash-next = Ce que vous avez écrit est dans le formulaire ci-dessous. Enregistrez encore une fois pour le mettre à la place de ce qui est là.
clash-take-theirs = Jeter le mien
what-happened = Ce qui s’est passé
price-rose = Le prix a monté de { $percent } % depuis le { $date }
price-fell = Le prix a baissé de { $percent } % depuis le { $date }
price-same = Le prix est de { $price } depuis le { $date }

# Historique
audit-lead = Chaque changement fait au bureau, par qui, et ce qu’il y avait avant. On peut le lire et l’exporter, jamais le modifier.
audit-none = Rien ici pour le moment
export-csv = Exporter en CSV
from-day = Du
until-day = Au

# Équipe
staff = Personnes
api-keys = Clés d’API
role = Rôle
roles = Ce que peut chaque rôle
role-owner = Propriétaire
role-owner-note = Tout ; gère seul les personnes et les clés.
role-manager = Gérant
role-manager-note = Fait tourner la boutique : produits, catalogue, import et export, travaux, historique, réglages.
role-clerk = Vendeur
role-clerk-note = Tient produits, marques et catégories, fait entrer des fichiers.
role-analyst = Analyste
role-analyst-note = Lit les chiffres et exporte, ne change rien.
role-courier = Livreur
role-courier-note = Ne voit du bureau que son propre compte.
second-factor = Second facteur
second-factor-on = Actif
second-factor-off = Inactif
person-open = Peut se connecter
person-invited = Invité
person-shut = Fermé
invite = Inviter quelqu’un
invite-hint = Un lien pour choisir un mot de passe y est envoyé ; il vaut sept jours.
invited = { $name } a un compte. Donnez-lui ce lien ; il sert une fois et vaut sept jours :
email-taken = Cet e-mail a déjà un compte.
last-owner = C’est le dernier propriétaire : il en faut un.
sessions = Appareils connectés
sessions-end = Terminer toutes les sessions
sessions-end-why = Il faudra se reconnecter sur chaque appareil.
sessions-ended = Toutes les sessions sont terminées.
account = Compte
account-open = Rouvrir le compte
account-open-why = Personne ne peut se connecter avec lui.
account-shut = Fermer le compte
account-shut-why = Personne ne peut plus se connecter avec lui, ses sessions se terminent aussitôt et ses clés se reposent. Rien de son historique n’est perdu.
my-account = Mon compte
password-change = Changer mon mot de passe
password-now = Mot de passe actuel
password-changed = Votre mot de passe est changé. Vos autres sessions sont terminées.
looks = Langue et couleurs
session-here = cet appareil
session-end = Déconnecter
sign-out-everywhere = Se déconnecter partout
unknown-device = Un appareil
key-for = À quoi sert la clé ?
key-new = Nouvelle clé
key-made = Voici la clé. Copiez-la maintenant : elle ne sera plus montrée.
key-revoked = La clé est révoquée.
keys-none = Il n’y a pas encore de clés. Une clé laisse un programme utiliser l’API en votre nom, sans plus de droits que vous n’en choisissez.
scopes = Ce qu’elle peut faire
last-used = Dernier usage
ends = Fin
never = jamais
revoke = Révoquer
key-open = En service
key-off = Révoquée

# Travaux
jobs-lead = Le travail long, qui avance tout seul. Vous pouvez quitter cette page.
jobs-none = Aucun travail ici
job = Travail
progress = Avancement
begun = Début
took = Durée
job-cancel = Arrêter
job-again = Relancer
job-cancelled = Le travail est arrêté.
job-queued-again = Le travail est relancé.
job-by-system = Dukkan même
jobs-all = Tous
job-queued = En attente
job-running = En cours
job-done = Fini
job-failed = Échoué
job-state-cancelled = Arrêté
job-far = { $done } sur { $total }
plain-number = { $count }
by-machine = Un programme
by-colleague = Un collègue

# Ce qui a été fait
did-all-staff = Équipe
did-all-session = Sessions
did-all-api-key = Clés d’API
did-all-product = Produits
did-all-catalogue = Catalogue
did-all-job = Travaux
did-staff-add = a créé le compte de
did-staff-edit = a modifié le compte de
did-staff-erase = a effacé le compte de
did-staff-set-password = a choisi un mot de passe
did-staff-change-password = a changé son mot de passe
did-staff-second-factor-on = a activé un second facteur
did-staff-second-factor-off = a retiré le second facteur
did-session-open = s’est connecté
did-session-end = a terminé des sessions de
did-session-stolen = est venu avec un jeton volé : la session est terminée
did-api-key-add = a créé une clé d’API
did-api-key-revoke = a révoqué une clé d’API
did-product-create = a créé un produit
did-product-edit = a modifié un produit
did-product-delete = a supprimé un produit
did-product-restore = a rétabli un produit
did-product-bulk-edit = a modifié plusieurs produits
did-catalogue-import = Import d’un fichier
did-catalogue-export = Export du catalogue
did-platform-prune-jobs = Anciens travaux rangés
did-platform-trim-feed = Anciennes nouvelles rangées

# Ce qu’on peut faire
may-desk-view = Voir l’accueil du bureau
may-products-view = Voir les produits
may-products-edit = Modifier les produits
may-costs-view = Voir les prix d’achat
may-catalogue-edit = Modifier marques, catégories et véhicules
may-catalogue-import = Importer des fichiers
may-catalogue-export = Exporter le catalogue
may-jobs-view = Voir les travaux
may-jobs-manage = Arrêter et relancer des travaux
may-audit-view = Lire l’historique
may-settings-view = Voir les réglages
may-settings-edit = Modifier les réglages
may-webhooks-manage = Gérer les webhooks

# The list and the page of products
views = Vues
view-all = Tous
view-low = Bientôt épuisés
view-out = Épuisés
view-uncounted = Non comptés
view-unpriced = Sans prix
view-drafts = Brouillons
view-deleted = Supprimés
state-any = Non supprimés
stock-in = En stock
stock-low = Bientôt épuisé
stock-out = Épuisé
stock-uncounted = Non compté
stock-pieces = Stock (pièces)
price-from = Prix de
price-to = à
from-price = à partir de { $price }
to-price = jusqu’à { $price }
with-words = « { $words } »
product = Produit
on-request = Sur demande
bulk-not-on-order = Ne peut pas être commandé
bulk-whole = Tous les produits que ce filtre trouve, pas seulement ceux cochés
bulk-undo-hint = Vous pourrez annuler juste après.
bulk-says-nothing = Choisissez ce qui doit changer.
bulk-nobody = Cochez d’abord des produits, ou choisissez tous ceux du filtre.
wrong-percent = Un pourcentage va de -90 à 1000, par exemple 5 ou -10.
bulk-changed = { $count ->
    [0] Aucun produit n’a changé : tous étaient déjà ainsi.
    [one] { $count } produit est changé.
   *[other] { $count } produits sont changés.
 }
bulk-undone = { $count ->
    [one] { $count } produit est de nouveau comme avant.
   *[other] { $count } produits sont de nouveau comme avant.
 }
bulk-kept = { $count ->
    [one] { $count } a été modifié depuis et reste tel quel.
   *[other] { $count } ont été modifiés depuis et restent tels quels.
 }
first-page = Première page
not-saved = Pas encore enregistré
look-again = Quelqu’un d’autre vient de modifier ce produit. Rien n’a été changé ; regardez encore une fois.
regular-price = Prix normal
cost = Coût
references = Références d’autres marques
references-hint = Une par ligne : TRW: GDB1330
specifications = Caractéristiques
specifications-hint = Une par ligne : diameter-mm: 280
images = Images
picture-file = Images à ajouter
picture-file-hint = PNG, JPEG, WebP ou GIF, 64 Mo au plus ensemble. La première est la principale.
picture-address = Ou l’adresse d’une image sur le web
picture-address-hint = Commence par https://
picture-add = Ajouter
pictures-none = Pas encore d’image : les clients voient un dessin de la catégorie.
picture-number = Image { $number }
picture-earlier = Montrer l’image { $number } plus tôt
picture-later = Montrer l’image { $number } plus tard
picture-remove = Retirer l’image { $number }
picture-none = Choisissez une image, ou écrivez une adresse.
picture-unknown = « { $file } » n’est ni PNG, ni JPEG, ni WebP, ni GIF, quel que soit son nom. Rien n’a été ajouté.
picture-too-large = « { $file } » a plus de 50 millions de points ou un côté de plus de 16 384. Rien n’a été ajouté.
picture-broken = « { $file } » commence comme une image et s’interrompt. Rien n’a été ajouté.
price-table = Tous les prix
fits = { $count ->
    [0] Convient à
    [one] Convient à { $count } véhicule
   *[other] Convient à { $count } véhicules
 }
fits-none = Aucun véhicule encore. Cherchez-en un ci-dessous.
fit-remove = Ne convient pas à { $name }
fit-find = Ajouter un véhicule
find = Chercher
fit-which = Lequel ?
fit-position = Position
fit-conditions = Conditions
fit-add = Ajouter
fit-not-found = Aucun véhicule de ce nom qui ne soit déjà là.
yes = oui
no = non
clash-lead-others = Vos modifications ne sont pas encore enregistrées. D’autres champs ont changé que les vôtres.
why-edited = modifié au bureau
why-bulk = modification groupée
why-bulk-undone = modification groupée annulée
why-import = import de { $file }
wrong-sku = Une référence a 1 à 100 caractères, dont au moins une lettre ou un chiffre.
taken-sku = Un autre produit a déjà cette référence.
taken-sku-deleted = Un produit supprimé a cette référence. Restaurez-le plutôt.
wrong-gtin = Un code-barres a 8, 12, 13 ou 14 chiffres, et le dernier en est la clé. Vérifiez-les.
wrong-product-name = Un produit en vente a besoin d’un nom, de 500 caractères au plus.
wrong-gone = Celui-ci n’existe plus. Choisissez-en un autre.
wrong-amount = Un montant s’écrit comme 45,900 et n’est pas négatif.
wrong-stock = Un nombre entier de pièces, ou rien.
wrong-numbers = Un numéro par ligne, de 100 caractères au plus.
wrong-references = Une par ligne : la marque, deux points, le numéro.
wrong-specifications = Une par ligne : le nom en minuscules et traits d’union, deux points, la valeur.
wrong-images = Une image est un chemin, ou une adresse en http ou https.
wrong-description = Une description a 20 000 caractères au plus.
did-product-undo-bulk-edit = a annulé une modification groupée

# Fields in the story
field-sku = référence
field-names = nom
field-descriptions = description
field-brandId = marque
field-categoryId = catégorie
field-priceMinor = prix
field-regularPriceMinor = prix normal
field-costMinor = coût
field-gtin = code-barres
field-specifications = caractéristiques
field-images = images
field-oeNumbers = numéros OE
field-crossReferences = autres références
field-stockQuantity = stock
field-onOrder = sur commande
field-published = en vente
field-fitments = véhicules
field-name = nom
field-email = e-mail
field-role = rôle
field-device = appareil
field-disabled = fermé
field-scopes = droits
field-products = produits
field-restored = rétablis
field-kept = laissés
field-change = changement

# The catalogue’s tables
catalogue = Catalogue
brands = Marques
categories = Catégories
vehicles = Véhicules
vehicle = Véhicule
synonyms = Synonymes
add = Ajouter
rename = Renommer
years = Années
removed = C’est retiré.
merged = Les deux marques n’en font plus qu’une.
within-itself = Une catégorie ne peut pas être rangée dans elle-même.
wrong-taken = Ce nom est déjà pris.
wrong-brand-name = Une marque a besoin d’un nom avec au moins une lettre ou un chiffre.
wrong-category-name = Une catégorie a besoin d’un nom dans une langue au moins.
wrong-drawing = Un dessin se nomme en minuscules et traits d’union.
wrong-make = Un véhicule a besoin d’un constructeur.
wrong-year = Une année comme 2012 ; la dernière n’est pas avant la première.
wrong-whole = Un nombre entier, ou rien.
wrong-synonyms = Il faut au moins deux noms que la recherche distingue, sans barre « | ».
brand-find = Chercher une marque
brand-new = Nouvelle marque
brands-none = Il n’y a pas encore de marque.
brands-none-found = Aucune marque de ce nom.
brand-merge = Fusionner
brand-merge-into = Fusionner dans
brand-merge-hint = Tous ses produits prennent l’autre marque, et celle-ci disparaît.
brand-delete-not = Des produits la portent : fusionnez-la plutôt dans une autre.
its-products = { $count ->
    [0] aucun produit
    [one] { $count } produit
   *[other] { $count } produits
 }
category-new = Nouvelle catégorie
category-within = Dans
category-top = Tout en haut
category-delete-why = Seulement quand rien n’y est rangé, ni produit ni catégorie.
categories-none = Il n’y a pas encore de catégorie.
tree-hint = Glissez une catégorie à sa place, ou déplacez-la avec les flèches.
tree-up = Monter { $name }
tree-down = Descendre { $name }
tree-in = Ranger { $name } dans la catégorie précédente
tree-out = Sortir { $name } de sa catégorie
drawing = Dessin
drawing-hint = Le nom du dessin montré quand un produit n’a pas d’image, par exemple brake-pad
vehicle-new = Nouveau véhicule
vehicle-find = Chercher un véhicule
vehicles-none = Il n’y a pas encore de véhicule.
vehicles-none-found = Aucun véhicule n’a tous ces mots.
vehicle-delete-why = Seulement quand aucun produit ne lui convient.
vehicle-make = Constructeur
vehicle-model = Modèle
vehicle-generation = Génération
vehicle-series = Série
vehicle-year-from = Première année
vehicle-year-to = Dernière année
vehicle-engine = Moteur
vehicle-fuel = Carburant
vehicle-power = Puissance (kW)
vehicle-body = Carrosserie
vehicle-drive = Roues motrices
vehicle-transmission = Boîte de vitesses
fuel-diesel = diesel
fuel-petrol = essence
fuel-hybrid = hybride
fuel-electric = électrique
fuel-lpg = GPL
synonyms-lead = Les noms d’une même chose : qui en cherche un trouve aussi les autres.
synonyms-find = Chercher un mot
synonyms-new = Nouveau groupe
synonyms-none = Aucun groupe n’a ce mot.
synonyms-words = Noms
synonyms-words-hint = Un par ligne, au moins deux
did-brand-create = a créé une marque
did-brand-rename = a renommé une marque
did-brand-delete = a supprimé une marque
did-brand-merge = a fusionné deux marques
did-category-create = a créé une catégorie
did-category-edit = a modifié une catégorie
did-category-move = a déplacé une catégorie
did-category-delete = a supprimé une catégorie
did-vehicle-create = a créé un véhicule
did-vehicle-edit = a modifié un véhicule
did-vehicle-delete = a supprimé un véhicule
did-synonyms-add = a ajouté des synonymes
did-synonyms-edit = a modifié des synonymes
did-synonyms-delete = a supprimé des synonymes
did-synonyms-replace = a remplacé tous les synonymes

# Settings and the second factor
settings = Réglages
settings-lead = Qui est la boutique et comment elle vend se règlent ici. Le reste se règle dans dukkan.toml ou par des variables d’environnement, et vaut au prochain démarrage.
settings-shop = La boutique
settings-trade = Le commerce
settings-guard = Courrier et protection
settings-address = Adresse publique
settings-phones = Téléphones
settings-whatsapp = WhatsApp
settings-zone = Fuseau horaire
settings-currency = Monnaie
settings-step = Arrondi des prix calculés
settings-low = Bientôt épuisé à partir de
settings-vehicles = Vend pour des véhicules
settings-mail = Envoie du courrier
settings-rate-address = Requêtes à l’API par adresse
settings-rate-account = Requêtes à l’API par compte
settings-rate-sign-in = Essais de connexion
per-minute = { $count } par minute
second-factor-why = Un code de votre téléphone, en plus du mot de passe : qui vole l’un n’entre pas sans l’autre.
second-factor-set-up = Installer un second facteur
second-factor-remove = Retirer le second facteur
second-factor-how = Ouvrez votre application d’authentification, photographiez ce code, puis écrivez les six chiffres qu’elle montre.
second-factor-qr = Code à photographier avec votre application
second-factor-secret = Sans caméra, écrivez ceci dans l’application :
second-factor-code-hint = Six chiffres
second-factor-confirm = Confirmer
recovery-codes = Vos codes de secours
recovery-codes-why = Le second facteur est en place. Si le téléphone se perd, chacun de ces codes le remplace une fois. Imprimez-les ou notez-les : ils ne seront plus montrés.
recovery-codes-kept = Je les ai notés
field-priceByBasisPoints = prix (centièmes de %)

# Files
files = Fichiers
files-lead = Importer ce qui arrive des fournisseurs, exporter le catalogue.
import = Importer
import-file = Fichier
import-file-hint = CSV, Excel, JSON Lines, ACES ou PIES ; 64 Mo au plus. Les colonnes sont reconnues à leur nom.
import-kind = Il contient
import-kind-auto = À reconnaître tout seul
import-try = Essayer
import-try-hint = Rien ne change encore : vous voyez d’abord ce qui se passerait.
import-trying = Essai en cours
import-running = Import en cours
import-would = { $rows ->
    [one] Essai : { $rows } ligne
   *[other] Essai : { $rows } lignes
 }, { $refused ->
    [0] toutes bonnes.
    [one] { $refused } serait laissée de côté.
   *[other] { $refused } seraient laissées de côté.
 }
import-did = { $rows ->
    [one] Importé : { $rows } ligne
   *[other] Importé : { $rows } lignes
 }, { $refused ->
    [0] toutes bonnes.
    [one] { $refused } laissée de côté.
   *[other] { $refused } laissées de côté.
 }
import-problems = { $count ->
    [one] { $count } remarque
   *[other] { $count } remarques
 }
import-problems-file = Télécharger les lignes refusées
import-what = Quoi
import-new = Nouveaux
import-changed = Modifiés
import-same = Inchangés
import-removed = Retirés
import-apply = Importer pour de bon
import-apply-hint = Les mêmes lignes une seconde fois ne changent rien.
import-see = Voir les produits
import-line = Ligne
import-column = Colonne
import-value = Valeur
import-reason = Raison
import-refused = Refusée
import-warning = À vérifier
imports-recent = Derniers imports
wrong-file = Choisissez un fichier qui n’est pas vide.
export = Exporter
export-what = Quoi
export-format = Format
export-order = Écrire le fichier
export-ordered = Le fichier s’écrit. Il apparaît ci-dessous.
exports-recent = Derniers exports
fitments = Convenances
did-import-receive = a envoyé un fichier
did-import-apply = a lancé un import
did-import-done = a fini un import
did-export-order = a demandé un export
did-picture-add = a ajouté une image
field-rows = lignes
field-bytes = octets
field-refused = laissées de côté
step-products = Importez vos produits

# Programmes, réglages de la boutique, vues enregistrées
programs = Programmes
webhooks = Webhooks
webhooks-lead = Ce que d’autres programmes apprennent, et les clés avec lesquelles ils demandent.
webhooks-none = Pas encore de webhook. Il dit à un de vos programmes, la comptabilité par exemple, ce qui change dans la boutique.
webhook-new = Nouveau webhook
webhook-add = L’ajouter
webhook-url = Adresse
webhook-url-hint = Publique, commence par https://
webhook-description = Qu’est-ce que c’est ?
webhook-events = Ce qu’il apprend
webhook-last = Dernier envoi reçu
webhook-open = En service
webhook-failing = En échec
webhook-paused = En pause
webhook-paused-since = En pause depuis le { $date } :
webhook-resume = Reprendre
webhook-pause = Mettre en pause
webhook-test = Envoyer un ping
webhook-rotate = Nouveau secret
webhook-do = Ce qu’on peut faire
webhook-do-hint = Après un nouveau secret, l’ancien signe aussi pendant un jour. Supprimer emporte les envois.
webhook-what = Le webhook
webhook-tested = C’est parti ; le résultat apparaît parmi les envois.
webhook-secret-shown = Voici le secret de signature. Copiez-le maintenant : il ne sera plus montré.
webhook-old-secret = L’ancien secret signe aussi jusqu’au { $date }.
wrong-webhook-url = Cette adresse ne convient pas : elle doit être publique et commencer par https:// ou http://.
wrong-webhook-description = Une ligne de 200 caractères au plus.
wrong-webhook-events = Choisissez au moins une chose à lui dire.
deliveries = Envois
deliveries-none = Rien n’a encore été envoyé. Envoyez un ping pour voir s’il est reçu.
delivery-event = Ce qui a été dit
delivery-body = Ce qui est envoyé
delivery-taken = Reçu
delivery-attempts = Essais
delivery-replay = Renvoyer
event-ping = Ping
event-product-updated = Des produits sont nouveaux ou changés
event-product-deleted = Des produits ont été retirés
event-brand-updated = Des marques sont nouvelles ou changées
event-brand-deleted = Des marques ont été retirées
event-category-updated = Des catégories sont nouvelles ou changées
event-category-deleted = Des catégories ont été retirées
event-vehicle-updated = Les véhicules ont changé
did-all-webhook = Webhooks
did-all-settings = Réglages
did-webhook-add = a ajouté un webhook
did-webhook-edit = a changé un webhook
did-webhook-delete = a supprimé un webhook
did-webhook-pause = a mis en pause un webhook en échec
did-webhook-replay = a renvoyé un envoi
did-webhook-rotate-secret = a donné un nouveau secret à un webhook
did-webhook-test = a envoyé un ping
did-webhooks-deliver = Nouvelle pour un programme
did-webhooks-prune = Anciens envois rangés
did-settings-edit = a changé les réglages de la boutique
did-settings-views = a changé ses vues enregistrées
field-url = adresse
field-description = description
field-events = événements
field-paused = en pause
field-delivery = envoi
field-tagline = devise
field-phones = téléphones
field-whatsapp = WhatsApp
field-order-days = jours de commande
field-country = pays
field-branches = lieux
field-views = vues
view-keep = Enregistrer comme ma vue
view-name = Comment l’appeler ?
view-remove = Retirer ma vue « { $name } »
view-removed = Votre vue est retirée.
wrong-view = Une vue a un nom de 40 caractères au plus, et il peut y en avoir 20.
settings-shop-why = Les clients le voient tout de suite, sur chaque page.
settings-place = Son fonctionnement
settings-changed = Quelqu’un d’autre vient de changer les réglages. Ce que vous avez écrit est ci-dessous ; enregistrez encore une fois pour le mettre à la place.
settings-name = Nom de la boutique
settings-tagline = Une ligne sur ce qu’elle vend
settings-phones-hint = Un par ligne, comme on les écrit
settings-whatsapp-hint = Les commandes y arrivent ; vide : aucune page ne le propose
settings-order-days = Jours ouvrés pour une pièce à commander
settings-order-days-hint = Jusqu’au retrait
settings-country = Pays
settings-country-hint = Deux lettres, comme TN
settings-kind = Ce qu’elle vend, et comment
settings-trade-why = Vaut tout de suite, en boutique et au bureau.
settings-step-hint = Les prix changés en pour cent en deviennent des multiples
settings-low-hint = Avec autant de pièces ou moins, les clients lisent « bientôt épuisé » et le bureau le signale
wrong-price-step = Un montant au-dessus de zéro, comme 0,100 ; un million de la plus petite pièce au plus.
wrong-low-stock = Un nombre entier de pièces, 100 000 au plus.
settings-weather = La météo
settings-weather-why = Où se trouve la boutique. Les prévisions tiennent alors compte de la météo, pour les pièces dont elle a expliqué le passé ; sans les deux nombres, rien n’est demandé.
weather-latitude-hint = Nord, par exemple 36,8
weather-longitude-hint = Est, par exemple 10,18
weather-known = { $days } jours sont connus, du { $first } au { $last }.
weather-foretold = Les jours à venir sont prévus jusqu’au { $last }.
weather-source = La météo vient de
wrong-latitude = Des degrés de -90 à 90, par exemple 36,8, avec la longitude.
wrong-longitude = Des degrés de -180 à 180, par exemple 10,18, avec la latitude.
branches = Lieux
branches-hint = Où l’on peut venir, le principal en premier. Un lieu dont tous les champs sont vides est retiré.
branch = Lieu
branch-new = Un autre lieu
branch-name = Comment on l’appelle
branch-address = Rue et numéro
branch-city = Ville
branch-postal = Code postal
branch-phone = Son propre téléphone
branch-latitude = Latitude
branch-longitude = Longitude
branch-hours = Horaires
branch-opens = ouvre
branch-closes = ferme
day-monday = Lundi
day-tuesday = Mardi
day-wednesday = Mercredi
day-thursday = Jeudi
day-friday = Vendredi
day-saturday = Samedi
day-sunday = Dimanche
wrong-line = Une ligne de 200 caractères au plus.
wrong-phone = Un numéro comme +216 71 000 000, de 6 à 15 chiffres.
wrong-country = Deux lettres, comme TN.
wrong-days = Un nombre entier de 0 à 365.
wrong-degrees = Des degrés comme 35,825.
wrong-hours = Les deux heures, comme 08:00 et 12:30, la première avant la seconde.

# Raisons des imports, et l’entrée
import-nothing-good = Toutes les lignes ont été refusées : il n’y a rien à faire entrer. Corrigez le fichier et renvoyez-le.
import-another = Envoyer un autre fichier
no-session-here = La connexion ne peut pas fonctionner à cette adresse
no-session-why = C’est du HTTP simple, où votre navigateur ne garde pas de connexion. Ouvrez le bureau par son adresse https://, ou sur la machine elle-même à http://127.0.0.1.
note-rows = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
 }
note-aside = { $count ->
    [0] toutes bonnes
    [one] { $count } laissée de côté
   *[other] { $count } laissées de côté
 }
remark-columns = Colonnes laissées de côté : { $columns }
remark-fields = Champs laissés de côté : { $fields }
reason-no-sku = La ligne n’a pas de référence avec au moins une lettre ou un chiffre.
reason-no-amount = Ce n’est pas un montant : il a des chiffres et un seul séparateur, comme { $example }.
reason-negative = Cela ne peut pas être négatif.
reason-too-dear = Un prix aussi élevé est sans doute une erreur.
reason-whole = Il faut un nombre entier.
reason-yes-no = Il faut oui ou non (1, 0, oui, non, نعم, لا).
reason-no-name = Un produit sans nom ne peut pas être en vente.
reason-no-brand = La boutique ne connaît pas de marque de ce nom.
reason-no-category = La boutique ne connaît pas de catégorie de ce nom.
reason-no-vehicle = La boutique ne connaît pas de véhicule de ce nom.
reason-twice = Cette référence était déjà dans le fichier.
reason-slug-taken = Un autre produit a cette adresse.
reason-category-name = Une catégorie a besoin d’un nom.
reason-no-parent = Il n’y a pas de catégorie de ce nom en dehors de celle-ci.
reason-no-make = Un véhicule a besoin d’une marque.
reason-years = La dernière année est avant la première.
reason-no-years = Ce ne sont pas des années : 2012-2020, 2012- ou 2015 en sont.
reason-too-long = Plus de { $number } caractères.
reason-no-slug = Une adresse n’a que des minuscules, des chiffres et des traits d’union.
reason-gtin = Un code-barres a 8, 12, 13 ou 14 chiffres.
reason-check-digit = Son chiffre de contrôle est faux.
reason-no-day = Ce n’est pas un jour du calendrier : écrivez 2025-03-31 ou 31/03/2025.
reason-not-yet = Ce jour n’est pas encore passé.
reason-no-product = Aucun produit de la boutique n’a cette référence ; importez d’abord le produit.
reason-too-many = Plus de { $number } : c’est trop.
reason-specification = Ce n’est pas un nom de caractéristique.
reason-encoding = Il y a des octets d’un autre encodage ; enregistrez le fichier en UTF-8.
reason-character = Il y a un caractère qu’aucun texte de boutique ne contient.
reason-json = La ligne n’est pas un objet JSON.
reason-no-column = Aucune colonne n’est connue comme référence (ou, pour les véhicules, comme marque et modèle). Nommez-en une « sku ».
reason-torn = Le fichier ne peut pas être lu plus loin.
reason-workbook = Ce n’est pas un classeur Excel lisible.
pictures-count = { $count ->
    [0] aucune
    [one] { $count } image
   *[other] { $count } images
 }
field-paths = tailles
jobs-none-why = Les imports et les exports de fichiers, et l’entretien de la boutique, apparaissent ici pendant qu’ils avancent et après.
categories-none-why = Créez la première ici ; ou faites entrer un fichier de produits, dont les catégories se créent toutes seules.
# Demand
forecasts = Prévisions
forecast-overview = Vue d’ensemble
forecast-accuracy = Fiabilité
forecast-rules = Règles
forecast-rules-lead = Ce dont vous voulez être averti, et avec quelle sécurité commander. Les propositions suivent aussitôt.
forecast-run-now = Recalculer maintenant
forecasts-ordered = Les prévisions se recalculent ; vous pouvez continuer.
forecast-ran = Calculé le { $when } : { $products } produits, dont { $fitted } refaits.
forecast-history = Ventes connues du { $first } au { $last }.
forecast-gaps = Semaines sans aucune vente, non comptées comme demande nulle :
forecast-none = Pas encore de prévision : apportez d’abord un historique de ventes.
forecast-sentence = Environ { $pieces } pièces dans les 4 semaines à venir ; neuf fois sur dix, pas plus de { $most }.
forecast-sentence-rare = Vente rare : sans doute aucune dans les 4 semaines ; neuf fois sur dix, pas plus de { $most }.
shop-sentence-more = La boutique vendra environ { $pieces } pièces en 4 semaines, { $percent } % de plus que dans les 4 passées
shop-sentence-less = La boutique vendra environ { $pieces } pièces en 4 semaines, { $percent } % de moins que dans les 4 passées
shop-sentence-same = La boutique vendra environ { $pieces } pièces en 4 semaines, autant que dans les 4 passées
chart-sold = Vendu
chart-ahead = À venir
chart-how = Barres : vendu par semaine. Trait : le plus attendu ; plus c’est foncé, plus c’est probable (50, 80, 95 %). × : rupture.
forecast-to-do = À faire
forecast-first = D’abord
forecast-find = Voir une référence
forecast-find-go = Voir
forecast-product = Fiche du produit
sales-import = Apporter les ventes
sales-import-hint = CSV ou Excel : date, référence, quantité ; au mieux aussi prix et stock du soir. Le même fichier deux fois ne change rien.
insight-restock = À commander
insight-restock-note = Le stock ne tiendra pas jusqu’à la livraison.
insight-season = Saison
insight-season-note = Des familles se vendent bien mieux dans les semaines à venir.
insight-spike = Pic
insight-spike-note = Bien plus demandé que d’habitude.
insight-decline = Baisse
insight-decline-note = Bien moins demandé que d’habitude.
insight-dead-stock = Stock mort
insight-dead-stock-note = Personne n’en achète plus.
insight-overstock = Trop de stock
insight-overstock-note = Plus qu’il ne s’en vendra de longtemps.
insight-drift = Hors prévision
insight-drift-note = Les ventes sortent de ce qui était prévu.
insights-none = Rien de ce genre en ce moment
urgency-today = Aujourd’hui
urgency-week = Cette semaine
urgency-later = Peut attendre
proposal-restock = Commander { $order } avant le { $by }
proposal-today-restock = Commander { $order } aujourd’hui
proposal-late-restock = Commander { $order } sans attendre : à faire depuis le { $by }
why-restock = { $stock ->
    [0] Plus rien en stock, environ { $weekly } par semaine.
   *[other] { $stock } en stock, environ { $weekly } par semaine : de quoi tenir jusqu’au { $until }.
} Calculé pour servir { $rule } % de la demande.
why-undated-restock = { $stock } en stock, environ { $weekly } par semaine. Calculé pour servir { $rule } % de la demande.
proposal-season = Préparer la saison
why-season = Environ { $weekly } par semaine dans un à trois mois, contre { $usual } en moyenne : vu les années passées.
proposal-spike = Vérifier le stock avant le pic
why-spike = Environ { $weekly } par semaine attendus, contre { $usual } d’habitude.
proposal-decline = Commander moins
why-decline = Environ { $weekly } par semaine attendus, contre { $usual } d’habitude.
proposal-dead-stock = Solder ou retourner { $stock } pièces
why-dead-stock = Aucune vente depuis { $weeks } semaines (dernière : { $last }) ; { $money } immobilisés.
proposal-overstock = Ne plus commander ; baisser le prix peut-être
why-overstock = { $stock } en stock durent { $weeks } semaines ; { $money } de trop.
proposal-drift = Regarder ce qui a changé
why-drift = { $usual } vendus par semaine ces { $weeks } dernières semaines, hors de ce qui était prévu ; la prévision a été refaite.
order-list-export = Exporter la commande
order-pieces = Commander
order-by = Avant le
order-stock = En stock
order-weekly = Par semaine
order-why = Pourquoi
weeks-ahead = Semaines à venir
weeks-past = Semaines passées
week-from = Semaine du
week-mean = Attendu
week-likely = Probable (80 %)
week-most = Au plus (97,5 %)
week-sold = Vendu
week-out = rupture de stock
week-odd = inhabituel
forecast-totals = Les familles qui vendront le plus
totals-before = Vendu (4 sem.)
totals-ahead = À venir
totals-change = Écart
totals-how = Chaque total est la somme de ses produits.
sales-days = Jours de produits
taught = Appris le { $when } sur { $products } produits, ventes d’avant le { $until } (données { $data }).
card-taught = Apprentissage
card-pinned = choisie par vous
card-pin-waits = votre choix vaudra au prochain calcul
card-champion = meilleure à l’essai que la méthode habituelle
pin-model = Méthode pour ce produit
pin-none = La meilleure à l’essai
pin-go = Choisir
accuracy-drifted = Les dernières semaines sont sorties de ce que les essais promettaient : les modèles ont été réappris.
model-card = D’où vient ce chiffre
card-model = Méthode
card-class = Demande
card-made = Calculé le
card-data = Semaines connues
card-error = Erreur sur les semaines d’essai
card-within = Tombé dans le « probable »
demand-parts = Comment la demande se compose
year-course = Le cours de l’année : chaque mois par rapport à la moyenne
note-trend = Les 13 dernières semaines : { $percent } % par rapport à un an plus tôt.
accuracy-lead = Les { $weeks } dernières semaines ont été cachées, puis prévues : voici de combien chaque méthode se trompe.
accuracy-calibration = Un intervalle annoncé à 80 % a contenu { $percent } % de ce qui est arrivé.
accuracy-live = Depuis, en vrai, sur { $products } produits : erreur { $error }, dans l’intervalle { $within }.
accuracy-method = Méthode
accuracy-bias = Biais
accuracy-within = Dans l’intervalle (80 %)
accuracy-how = WMAPE : somme des écarts en part des ventes. RMSE : écart type par produit.
accuracy-zero = « Toujours zéro » a ici le plus petit WMAPE parce que bien des semaines ne vendent rien, et qu’il ne s’y trompe jamais. À le suivre, le rayon serait vide toutes les autres : on ne choisit jamais d’après le WMAPE, et le biais montre ce qu’il manque.
accuracy-fallbacks = Prévus par une méthode de secours
method-forecast = Nos prévisions
method-zero = Toujours zéro
method-naive = Comme la semaine passée
method-seasonal = Comme il y a un an
method-average = Moyenne de 13 semaines
class-all = Tous les produits
class-smooth = Demande régulière
class-erratic = Demande irrégulière
class-intermittent = Demande par moments
class-lumpy = Demande rare et groupée
class-unknown = Demande encore inconnue
model-pooled-prior = D’après les produits semblables
model-histogram = Comptage des ventes, complété par les produits semblables
model-moving-average = Moyenne mobile
fallback-no-history = aucun historique
fallback-no-sales = aucune vente encore
fallback-short-history = historique court
fallback-too-large = quantités trop grandes pour compter
fallback-not-fitted = aucun modèle n’a pu être ajusté
rule-service-percent = Part de la demande à servir (%)
rule-service-percent-hint = De 50 à 99. Plus haut : plus de stock.
rule-lead-time-days = Délai de livraison (jours)
rule-lead-time-days-hint = De la commande à l’arrivée.
rule-review-days = Temps entre deux commandes (jours)
rule-review-days-hint = De 1 à 28.
rule-spike-percent = Pic à partir de (% de l’habitude)
rule-spike-percent-hint = 180 : presque le double.
rule-decline-percent = Baisse au-dessous de (% de l’habitude)
rule-decline-percent-hint = 50 : moins de la moitié.
rule-dead-weeks = Stock mort après (semaines sans vente)
rule-dead-weeks-hint = De 4 à 260.
rule-overstock-weeks = Trop de stock au-delà de (semaines)
rule-overstock-weeks-hint = Ce que le stock doit durer au plus.
rule-season-percent = Saison à partir de (% de l’année)
rule-season-percent-hint = 140 : deux cinquièmes de plus que la moyenne.
rule-idle-money-minor = Argent immobilisé à signaler
rule-idle-money-minor-hint = Au-dessous, pas d’avertissement de stock mort ou de trop.
wrong-rule = De { $least } à { $most }.
did-orion-train = Apprentissage des modèles de prévision
did-orion-run = Prévisions de la boutique
did-orion-import-sales = Import des ventes
did-orion-weather = Météo pour les prévisions
did-forecasts-pin = Méthode d’une prévision choisie
did-forecasts-apply = Ventes importées
did-forecasts-run = Prévisions demandées
did-forecasts-rules = Règles des prévisions modifiées
did-forecasts-import = Fichier de ventes envoyé
may-forecasts-view = Voir les prévisions
may-forecasts-manage = Gérer les prévisions
note-out = { $count ->
    [one] Une semaine en rupture, non comptée comme demande nulle.
   *[other] { $count } semaines en rupture, non comptées comme demande nulle.
 }
note-odd = { $count ->
    [one] Une semaine inhabituelle, signalée et gardée.
   *[other] { $count } semaines inhabituelles, signalées et gardées.
 }
wrong-number = Un nombre est attendu.
model-global = Modèle appris sur tous les produits
model-ensemble = Plusieurs modèles, pesés selon leur propre passé
model-regression = Promotions, météo et âge des voitures, appris sur tous les produits qui les suivent

# Envois, rangement et demande sur l’accueil
home-demand = Ce que disent les prévisions
figure-paused = Destinataires en pause
figure-paused-note = programmes qui n’apprennent plus rien
did-catalogue-prune-files = Anciens fichiers rangés
did-catalogue-prune-pictures = Images inutilisées rangées
note-deleted = { $count ->
    [0] rien à ranger
    [one] { $count } rangé
   *[other] { $count } rangés
 }
reason-paused = Non envoyé : le destinataire est en pause.
reason-secret-lost = Le secret de la boutique n’est plus celui sous lequel le secret de signature a été scellé : renouvelez le secret de signature.
reason-gone = Il a répondu 410 : il ne veut plus rien recevoir.
reason-redirect = Il a répondu { $number } : les redirections ne sont pas suivies.
reason-redirects = Il a renvoyé ailleurs plus de { $number } fois.
reason-answered = Il a répondu { $number }.
reason-bad-address = Son adresse ne peut pas être appelée.
reason-forbidden-address = Son adresse n’est pas permise : elle mène dans un réseau privé, ou à un autre port que 80 et 443.
reason-slow = Pas de réponse en { $number } secondes.
reason-large-answer = Sa réponse dépasse { $number } octets.
reason-connection = La connexion a échoué.
reason-given-up = Abandonné : chaque essai s’est arrêté avec le programme qui le faisait.
reason-tired = { $count ->
    [one] Toutes les tentatives échouent depuis un jour ; la dernière fois :
   *[other] Toutes les tentatives échouent depuis { $count } jours ; la dernière fois :
 }
accuracy-champions = { $count ->
    [one] Une autre méthode que l’habituelle l’emporte à l’essai pour un produit.
   *[other] Une autre méthode que l’habituelle l’emporte à l’essai pour { $count } produits.
 }

# Rarer reasons, notes and remarks of files
reason-long-row = Une ligne est plus longue qu’une ligne ne peut l’être.
reason-many-days = Le fichier tient plus de cinq millions de jours de produits : coupez-le en parties.
reason-encoding-name = Aucun encodage n’a ce nom ; on connaît utf-8, windows-1252, windows-1256 et utf-16le.
reason-count = Le fichier annonce un autre nombre d’applications qu’il n’en tient : il en manque peut-être.
reason-action = Cette lettre ne dit rien ici : A ajoute, C change, N laisse tel quel, D supprime.
reason-vcdb = Ce numéro est hors de ceux que connaissent les tables de la norme.
reason-base-vehicle = Une application demande un BaseVehicle, ou Years, Make et Model.
reason-year = Ce n’est pas une année de modèle.
reason-stands-out = Il détonne : aucun autre véhicule de ce fichier n’a un numéro aussi haut.
reason-xml = Le fichier est mal formé, ou tient ce dont aucun fichier de ce genre n’a besoin.
reason-no-vehicles = Cette boutique ne vend pas pour des véhicules, et le fichier dit ce qui leur va.
reason-currency = Le prix est dans une autre monnaie que celle de la boutique : il est laissé de côté.
reason-unknown-field = Il n’y a pas de champ de ce nom.
reason-json-value = La valeur est d’un autre genre que ce que tient ce champ.
reason-json-list = Cela commence par [ et n’est pas une liste.
reason-price-or-request = Un produit a un prix ou le donne sur demande, pas les deux.
reason-number = Il faut un nombre entre −1 000 000 000 et 1 000 000 000.
reason-empty = Ce champ ne peut pas être vide.
reason-no-sales-column = Aucune colonne n’est reconnue comme { $columns }. Nommez les colonnes de chaque vente « date », « sku » et « quantity ».
reason-not-kept = Le fichier n’est plus gardé : envoyez-le encore une fois.
reason-not-tried = Rien de ce fichier n’a été essayé qui puisse entrer.
reason-unpacks = Il occupe une fois décompressé bien plus de place qu’un vrai classeur.
reason-no-forecast = Les prévisions n’ont pas pu être faites.
reason-weather-answered = Le service météo a répondu { $number }.
reason-no-weather = Le service météo n’a rien envoyé qui puisse être une météo.
failure-database = La base de données de la boutique a échoué ; le journal du serveur en dit plus.
failure-disk = Le disque de la boutique a échoué ou est plein ; le journal du serveur en dit plus.
failure-inside = Quelque chose a échoué dans Dukkan ; le journal du serveur en dit plus.
reason-specification-pair = Ce n’est pas une caractéristique : nom=valeur en est une.
reason-rest-unread = La suite n’a pas été lue.
reason-no-position = Le montage est gardé sans position.
remark-unread = Le fichier n’a pas été lu en entier : aucun montage n’a été retiré.
remark-removed = { $count ->
    [one] { $count } montage absent du fichier a été retiré.
   *[other] { $count } montages absents du fichier ont été retirés.
 }
remark-kept = { $count ->
    [one] { $count } pièce garde tous ses montages, car certains n’ont pas pu être lus.
   *[other] { $count } pièces gardent tous leurs montages, car certains n’ont pas pu être lus.
 }
note-nothing-sold = Rien n’a encore été vendu.
note-weather = { $count ->
    [one] Un jour de météo
   *[other] { $count } jours de météo
}
note-foretold = { $count ->
    [one] un jour prévu
   *[other] { $count } jours prévus
}
note-no-place = Le lieu de la boutique n’est pas réglé.
note-forecast = { $products } produits, dont { $fitted } refaits
