# Every page
skip = Skip to content
og-locale = en_GB
languages = Languages
places = Sections
crumbs = You are here
home = Home
call = Call
search-label = Part, part number, car or chassis number
search-placeholder = Part, OE number, car, VIN
search-button = Search
suggest-count = suggestions
my-car = My car
my-car-choose = Choose my car
my-car-clear = Forget { $car }
categories = Departments
all-categories = All departments
brands = Brands
all-brands = All brands
offers = Offers
all-offers = All offers
all-products = All parts
vin = VIN
contact = Contact
compare = Compare
copy = Copy
copied = Copied
remove = remove
write-us = Hello, I have a question.

# Home
home-heading = The right part for your car
home-title = Car parts, { $shop }
home-description = { $shop }: { $count } car parts online. Search by car, original number or chassis number, prices in dinars, order on WhatsApp.
find-for-car = Which car do you drive?
parts-for-car = Parts for your
see-count = { $count ->
    [one] See { $count } part
   *[other] See { $count } parts
 }
other-car = Another car
makes-often = Most wanted makes of car
by-vin = By chassis number
visit = Visit us

# Vehicle
make = Make
make-pick = Choose
model = Model
engine = Engine
years = Years
continue = Continue
vehicle-title = My car
vehicle-description = Choose your car once and the catalogue shows only what fits it.
vehicle-question-model = Which model?
vehicle-question-engine = Which version?
whole-model = I don’t know: any { $car }
garage = My cars
garage-current = chosen
power = { $kw } kW ({ $hp } hp)
fuel-diesel = diesel
fuel-petrol = petrol
fuel-hybrid = hybrid
fuel-electric = electric
fuel-lpg = LPG

# VIN
vin-title = Find by chassis number
vin-help = The 17 characters in box E of the registration document, or engraved at the foot of the windscreen.
vin-label = Chassis number (VIN)
vin-button = Read the number
vin-says = What it says:
vin-guess = a guess
vin-cars = Which one is yours?
vin-no-cars = No car of the catalogue matches this number.
vin-make = Maker
vin-country = Maker’s country
vin-check = Check
vin-check-right = The check digit is right
vin-check-wrong = The check digit is wrong: look at the copy again
vin-year = Model year
vin-error-length = A chassis number has 17 characters, this one has { $count }. Copy all of it.
vin-error-character = “{ $found }” (character { $position }) is in no chassis number: I, O and Q are left out because they look like 1 and 0.

# List
product-count = { $count ->
    [0] No parts
    [one] { $count } part
   *[other] { $count } parts
 }
for-car = for { $car }
filters = Filters
only-for-car = For my car only
filters-set = Filters set
sort = Sort by
sort-relevance = Best match
sort-popularity = Most wanted
sort-price = Cheapest first
sort-price-down = Dearest first
sort-name = Name
sort-newest = Newest
stock = Availability
in-stock-only = In stock
on-offer-only = On offer
price-in = Price ({ $currency })
price-from = From
price-to = To
price-over = From { $price }
price-under = Up to { $price }
show-more = { $count } more
apply = Apply
clear-all = Clear all
pages = Pages
first-page = Back to the start
next-page = Next parts
within = In this department
nothing-here = No parts with these filters
nothing-here-why = Remove a filter, or ask us: not everything is online yet.
list-title-category = { $name }: prices and stock
list-title-brand = { $name }: car parts
list-title-vehicle = Parts for { $name }
list-title-all = All parts
list-title-offers = Parts on offer
list-description = { $count ->
    [one] { $name }: { $count } part at { $shop }. Price, stock and whether it fits your car, order on WhatsApp.
   *[other] { $name }: { $count } parts at { $shop }. Price, stock and whether they fit your car, order on WhatsApp.
 }
categories-description = All departments of { $shop }: brakes, filters, engine, suspension, lighting and more, with prices and stock.
brands-description = All brands of parts that { $shop } sells.
facet-brand = Part brand
facet-category = Department
yes = Yes
no = No

# Stock and price
stock-in-stock = In stock
stock-in-stock-count = In stock, { $count ->
    [one] { $count } piece
   *[other] { $count } pieces
 }
stock-low = { $count ->
    [one] Last one
   *[other] Only { $count } left
 }
stock-few = Last pieces
stock-on-order = On order
stock-out = Sold out
when-here = Collect it today
when-ordered = { $count ->
    [one] Ready within { $count } working day
   *[other] Ready within { $count } working days
 }
when-out = Ask us for an equivalent
price = Price
price-ask = Price on request
price-before = Price before the offer

# Product
brand = Brand
sku = Shop no.
oe = OE no.
oe-long = Original numbers (OE)
more-codes = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
 }
picture-number = Picture { $number }
fit-yes = Fits your { $car }
fit-no = Does not fit your { $car }
fit-unknown = Check that it fits
fits-yes = Yes, it fits your { $car }
fits-no = No, it does not fit your { $car }
fits-no-see = See those that do
fits-choose = Does it fit your car?
fits-unknown = Check that it fits your { $car }
fits-unknown-why = The maker gives no list of cars. Compare the OE number, or send us your registration document.
fits-quantity = { $count ->
    [one] { $count } for each car
   *[other] { $count } for each car
 }
order-whatsapp = Order on WhatsApp
ask-price-whatsapp = Ask the price on WhatsApp
ask-whatsapp = Ask on WhatsApp
write-whatsapp = Write on WhatsApp
whatsapp-order = Hello, I would like to order:
whatsapp-ask = Hello, what is the price of:
whatsapp-sku = No.: { $sku }
whatsapp-price = Price: { $price }
whatsapp-car = For: { $car }
whatsapp-search = Hello, I am looking for: { $query }
specifications = Specifications
numbers = Part numbers
references = Equivalents of other brands
fitment = Cars it fits
fitment-find = Find a car
fitment-example = clio 4 1.5
fitment-found = cars found
fitment-none = No car of the list matches.
fitment-all = See all { $count } cars
fitment-unknown = The maker gives no list of cars for this part. Compare the OE number, or ask us.
filter-button = Filter
history-steady = Same price since { $date }
history-down = Price down { $percent }% since { $date }
history-up = Price up { $percent }% since { $date }
history-table = All prices
same-part = The same part from other brands
related = Of the same department, for the same cars
product-description = { $name } { $sku }, { $price }. { $stock }. Fitment, OE numbers and equivalents at { $shop }.
saving = −{ $percent }%
gtin = EAN code

# Search
search-title = Search
results-for = Results for
understood = Understood:
understood-vehicle = Car
understood-brand = Brand
understood-category = Department
understood-part = Part
understood-number = Number
understood-vin = Chassis number
understood-without = Without
understood-corrected = Corrected
understood-left-out = Not found here
unfit-car = Nothing here is listed for { $car }: these results are for other cars.
search-literally = Search the exact text
searched-literally = Searched the exact text.
search-freely = Search more widely
did-you-mean = Did you mean
nothing-found = Nothing found for these words
nothing-found-why = Try fewer words, the number engraved on the old part, or ask us.
without-filters = The same search without filters
only-words = Search only “{ $words }”
read-vin = Read this chassis number
search-help = Everything is searched here: a part’s name, a number with or without spaces, a car, a chassis number.
example-part = brake pads clio 4
example-number = 7701 208 265
example-derja = filtre zit
alternatives = What others ask for

# Comparison
fact = Fact
compare-remove = Remove { $name }
compare-clear = Empty the comparison
compare-empty = Nothing to compare yet
compare-how = Open a part and touch “Compare”. Four parts fit side by side.
compare-description = Compare up to four parts side by side: price, stock, dimensions.

# Contact
contact-title = Shops and contact
contact-description = Addresses, opening hours, telephone and WhatsApp of { $shop }.
contact-none = The shop has given no address and no telephone yet.
hours = Opening hours
closed = Closed
map = See on the map
to = { $from } to { $to }
monday = Monday
tuesday = Tuesday
wednesday = Wednesday
thursday = Thursday
friday = Friday
saturday = Saturday
sunday = Sunday

# Problems
problem-not-found = This page does not exist
problem-not-found-why = The part is no longer for sale, or the address was copied wrong. The search at the top finds nearly everything.
problem-invalid-input = This address cannot be read
problem-invalid-input-why = A filter or value in the address is not valid.
problem-internal = A mistake on our side
problem-internal-why = The page could not be made. Try again in a moment, or call us.
to-home = Back to the start
offline-title = No connection
offline-why = Pages you have seen stay readable. The rest comes back with the network.
offline-seen = Seen on this phone

# Dates
date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

# Specifications: what they are called
spec-abs-ring = ABS ring
spec-activated-carbon = Activated carbon
spec-adjustment = Adjustment
spec-assistance = Assistance
spec-bearing = Bearing
spec-bearing-type = Bearing type
spec-blades = Blades
spec-bolt-holes = Bolt holes
spec-bore-mm = Bore
spec-bulb = Bulb
spec-cone-mm = Cone
spec-control = Control
spec-current-a = Current
spec-damping = Damping
spec-diameter-mm = Diameter
spec-diameter-inch = Diameter
spec-disc-type = Disc type
spec-doors = Doors
spec-electrode = Electrode
spec-electrode-gap-mm = Electrode gap
spec-euro-norm = Euro norm
spec-filter-type = Filter type
spec-finish = Finish
spec-flywheel-type = Flywheel type
spec-force-n = Force
spec-geometry = Geometry
spec-heated = Heated
spec-height-mm = Height
spec-housing = Housing
spec-inner-diameter-mm = Inner diameter
spec-inner-teeth = Inner teeth
spec-keys = Keys
spec-lamp-type = Lamp type
spec-length-mm = Length
spec-links = Links
spec-material = Material
spec-motor = Motor
spec-mount-type = Mount type
spec-opening-temperature-c = Opening temperature
spec-outer-diameter-mm = Outer diameter
spec-outer-teeth = Outer teeth
spec-oversize-mm = Oversize
spec-pieces = Pieces
spec-pins = Pins
spec-piston-diameter-mm = Piston diameter
spec-position = Position
spec-power-kw = Power
spec-power-w = Power
spec-pressure-bar = Pressure
spec-pulley-diameter-mm = Pulley diameter
spec-pulley-grooves = Pulley grooves
spec-rain-sensor = Rain sensor
spec-refrigerant = Refrigerant
spec-ribs = Ribs
spec-rod-diameter-mm = Rod diameter
spec-rollers = Rollers
spec-system = System
spec-teeth = Teeth
spec-thickness-mm = Thickness
spec-thread = Thread
spec-tint = Tint
spec-voltage = Voltage
spec-wear-sensor = Wear sensor
spec-width-mm = Width
spec-wire-diameter-mm = Wire diameter
spec-capacity-ah = Capacity
spec-cold-cranking-a = Cold cranking current
spec-frost-protection-c = Frost protection
spec-load-t = Load
spec-norm = Norm
spec-tyre-size = Tyre size
spec-viscosity = Viscosity
spec-volume-l = Volume

# Specifications: their values
value-front = Front
value-rear = Rear
value-left = Left
value-right = Right
value-front-left = Front left
value-front-right = Front right
value-rear-left = Rear left
value-rear-right = Rear right
value-upper = Upper
value-lower = Lower
value-wheel-side = Wheel side
value-gearbox-side = Gearbox side
value-upstream = Upstream
value-downstream = Downstream
value-vented = Vented
value-solid = Solid
value-gas = Gas
value-oil = Oil
value-steel = Steel
value-aluminium = Aluminium
value-metal = Metal
value-plastic = Plastic
value-rubber = Rubber
value-spin-on = Spin-on
value-cartridge = Cartridge
value-nickel = Nickel
value-platinum = Platinum
value-iridium = Iridium
value-hydraulic = Hydraulic
value-electric = Electric
value-mechanical = Mechanical
value-none = None
value-manual = Manual
value-halogen = Halogen
value-xenon = Xenon
value-led = LED
value-bulb = Bulb
value-dual-mass = Dual-mass
value-single-mass = Single-mass
value-common-rail = Common rail
value-multipoint = Multipoint
value-vacuum = Vacuum
value-variable = Variable
value-fixed = Fixed
value-black = Black
value-chrome = Chrome
value-primed = Primed
value-textured = Textured
value-green = Green
value-blue = Blue
value-hatchback-3 = 3 doors
value-hatchback-5 = 5 doors
value-hatchback = Hatchback
value-sedan = Saloon
value-saloon = Saloon
value-sedan-4 = Saloon
value-estate = Estate
value-estate-5 = Estate
value-wagon = Estate
value-van = Van
value-pickup = Pickup
value-suv = SUV
value-suv-5 = SUV
value-mpv = MPV
value-coupe = Coupé
