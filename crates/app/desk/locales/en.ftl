# Everywhere
skip = Skip to content
error = Error:
places = Places
languages = Language
theme = Colours
theme-auto = As the device
theme-light = Light
theme-dark = Dark
undo = Undo
save = Save
cancel = Cancel
delete = Delete
restore = Restore
remove = remove
any = Any
any-who = Anybody
none = None
filter = Filter
filters-on = Filters that are on
filters-clear = Clear all filters
next-page = Next 50
older = Older
you-are-here = You are here
to-home = To the desk’s home
see-shop = See the shop
see-in-shop = See it in the shop
name = Name
state = State
since = Since
number = No.
when = When
who = Who
action = What was done
what-changed = What changed

# Coming in
sign-in = Sign in
sign-out = Sign out
email = E-mail
password = Password
code = Code of your authenticator app
code-hint = Six digits, or one of your recovery codes. Please type your password once more too.
forgotten = Forgotten your password?
forgotten-why = Write your e-mail. If it has an account here, a link to choose a new password is sent to it; it holds for 30 minutes.
forgotten-sent = If this e-mail has an account here, a link is on its way. It holds for 30 minutes. Nothing came? Look in the spam folder, or ask the owner of the shop.
back-to-sign-in = Back to sign in
send-link = Send the link
new-password = New password
password-hint = At least 10 characters. A sentence of your own is easy to remember.
first-owner = Your shop’s first account
first-owner-why = This link works once. The account that you make now owns the shop: it may do everything, and it alone invites others.
your-name = Your name
open-desk = Open my desk
wrong-credentials = The e-mail or the password is wrong.
wrong-code = This code is wrong, too old, or was used before. Please type the one that your app shows now.
code-needed = Your password is right. Now the code of your app.
wrong-email = This is no e-mail address. It looks like name@example.com.
wrong-name = A name has 1 to 100 characters.
wrong-password = A password has at least 10 characters, is not one of the commonest, and is not your name or e-mail.
wrong-current = This is not your password of today.
wrong-scopes = Choose at least one thing that this key may do.
too-many-tries = Too many tries. Please wait a minute.
link-spent = This link is no longer valid
link-spent-why = It was used already, or it is too old. Please ask for a new one.
password-set = Your password is set. Please sign in with it.
signed-out = You are signed out.
signed-in-needed = Please sign in to see this page.
form-old = This page was open for too long. Nothing was changed; please send the form again.

# Problems
problem-not-found = This page does not exist
problem-not-found-why = What stood here may have been deleted or renamed.
problem-forbidden = You may not see this
problem-forbidden-why = Your role does not include it. The owner of the shop can change that under People.
problem-invalid-input = That cannot be done like this
problem-invalid-input-why = Something in the address or the form is not as it should be.
problem-conflict = It has changed meanwhile
problem-conflict-why = What you wanted to do no longer fits what is there now. Nothing was changed.
problem-internal = Something went wrong with us
problem-internal-why = Nothing was lost, and the log knows. Please try again in a moment.

# Places
home = Home
products = Products
jobs = Jobs
audit = Audit trail
people = People
find-label = Go anywhere, find anything
find-placeholder = Go to, or find a product
find-heading = Found
find-nothing = Nothing was found. Try a part number, a few words, or the name of a page.
find-places = Pages
find-products = Products

# Home
greeting = Good day, { $name }
today = { $date }. { $products ->
    [one] { $products } product on sale.
   *[other] { $products } products on sale.
 }
first-steps = First steps
step-staff = Invite the people who work with you
home-now = What is to be done now
home-stock = The catalogue
recent-activity = What happened last
recent-none = Nothing has been changed yet. Whatever anybody does at the desk is told here.
whole-trail = The whole trail
figure-running = Jobs running
figure-running-note = at work
figure-waiting = Jobs waiting
figure-waiting-note = for their turn or their hour
figure-drafts = Drafts
figure-drafts-note = not on sale
figure-failed = Jobs failed
figure-failed-note = in the list of jobs
figure-out = Out of stock
figure-out-note = on sale, none left
figure-low = Nearly out
figure-low-note = { $count ->
    [one] { $count } or none left
   *[other] { $count } or fewer left
 }
figure-unpriced = Without a price
figure-unpriced-note = shoppers must ask
figure-on-sale = On sale
figure-on-sale-note = products that shoppers see

# Products
product-new = New product
filter-words = Name, part number or SKU
brand = Brand
category = Category
price = Price
stock = Stock
changed = Changed
pick = Choose { $name }
pick-all = Choose all on this page
bulk = Change the chosen ones
bulk-percent = Price by percent
bulk-percent-hint = 5 raises by 5 %, -10 lowers by 10 %
bulk-availability = Availability
bulk-leave = Leave as it is
bulk-publish = Put on sale
bulk-withdraw = Take off sale
bulk-on-order = Can be ordered
bulk-apply = Change them
products-none = There are no products yet
products-none-found = No product is like that
state-on-sale = On sale
state-draft = Draft
state-deleted = Deleted
counted = { $count ->
    [one] { $count } product
   *[other] { $count } products
 }
product-facts = Facts of the product
sku = SKU
gtin = Barcode (EAN)
gtin-hint = 8 to 14 digits
name-fr = Name in French
name-ar = Name in Arabic
name-en = Name in English
price-in = Price in { $currency }
price-hint = Empty: shoppers ask for it
regular-price-in = Regular price in { $currency }
regular-price-hint = Only for an offer: the price before
cost-in = Cost in { $currency }
cost-hint = Never shown to shoppers
stock-hint = Empty: not counted
availability = Availability
on-order = Can be ordered when there is none
published = On sale
oe-numbers = OE numbers
oe-numbers-hint = One a line
description-fr = Description in French
description-ar = Description in Arabic
description-en = Description in English
saved = Saved.
created = The product is made.
deleted = The product is deleted.
restored = The product is back.
deleted-since = This product was deleted on { $date }. Shoppers do not see it.
delete-why = Shoppers no longer see it. It stays here and can be restored.
clash = Somebody else changed this product meanwhile
clash-lead = Your changes are not saved yet. These fields differ:
clash-field = Field
clash-theirs = As it is now
clash-yours = As you wrote it
clash-next = What you wrote stands in the form below. Save again to put it in place of what is there now.
clash-take-theirs = Throw mine away
what-happened = What happened
price-rose = The price rose by { $percent } % since { $date }
price-fell = The price fell by { $percent } % since { $date }
price-same = The price has been { $price } since { $date }

# Audit
audit-lead = Every change at the desk, who made it and what was there before. It can be read and exported, never edited.
audit-none = Nothing here yet
export-csv = Export as CSV
from-day = From
until-day = Until

# People
staff = Staff
api-keys = API keys
role = Role
roles = What each role may do
role-owner = Owner
role-owner-note = Everything; alone manages people and keys.
role-manager = Manager
role-manager-note = Runs the shop: products, catalogue, import and export, jobs, audit, settings.
role-clerk = Clerk
role-clerk-note = Keeps products, brands and categories, brings files in.
role-analyst = Analyst
role-analyst-note = Reads figures and exports, changes nothing.
role-courier = Courier
role-courier-note = Sees nothing of the desk but their own account.
second-factor = Second factor
second-factor-on = On
second-factor-off = Off
person-open = May sign in
person-invited = Invited
person-shut = Shut
invite = Invite somebody
invite-hint = A link to choose a password goes there; it holds for seven days.
invited = { $name } has an account. Give them this link; it works once and holds for seven days:
email-taken = This e-mail has an account already.
last-owner = This is the last owner: somebody must own the shop.
sessions = Where they are signed in
sessions-end = End all sessions
sessions-end-why = They must sign in again on every device.
sessions-ended = All sessions are ended.
account = Account
account-open = Open the account again
account-open-why = Nobody can sign in with it now.
account-shut = Shut the account
account-shut-why = Nobody can sign in with it, its sessions end at once and its keys rest. Nothing of its history is lost.
my-account = My account
password-change = Change my password
password-now = Password of today
password-changed = Your password is changed. Your other sessions are ended.
looks = Language and colours
session-here = this device
session-end = Sign out there
sign-out-everywhere = Sign out everywhere
unknown-device = A device
key-for = What is the key for?
key-new = New key
key-made = This is the key. Copy it now: it is not shown again.
key-revoked = The key is revoked.
keys-none = There are no keys yet. A key lets a program use the API in your name, with no more rights than you choose.
scopes = What it may do
last-used = Last used
ends = Ends
never = never
revoke = Revoke
key-open = In use
key-off = Revoked

# Jobs
jobs-lead = Long work that goes on by itself. You can leave this page.
jobs-none = No job here
job = Job
progress = Progress
begun = Begun
took = Took
job-cancel = Cancel
job-again = Run again
job-cancelled = The job is called off.
job-queued-again = The job is queued again.
job-by-system = Dukkan itself
jobs-all = All
job-queued = Waiting
job-running = Running
job-done = Done
job-failed = Failed
job-state-cancelled = Cancelled
job-far = { $done } of { $total }
plain-number = { $count }
by-machine = A program
by-colleague = A colleague

# What was done
did-all-staff = People
did-all-session = Sessions
did-all-api-key = API keys
did-all-product = Products
did-all-catalogue = Catalogue
did-all-job = Jobs
did-staff-add = made the account of
did-staff-edit = changed the account of
did-staff-erase = erased the account of
did-staff-set-password = chose a password
did-staff-change-password = changed their password
did-staff-second-factor-on = set up a second factor
did-staff-second-factor-off = removed the second factor
did-session-open = signed in
did-session-end = ended sessions of
did-session-stolen = came with a stolen token: the session was ended
did-api-key-add = made an API key
did-api-key-revoke = revoked an API key
did-product-create = made a product
did-product-edit = changed a product
did-product-delete = deleted a product
did-product-restore = restored a product
did-product-bulk-edit = changed several products
did-catalogue-import = Import of a file
did-catalogue-export = Export of the catalogue
did-platform-prune-jobs = Old jobs put away
did-platform-trim-feed = Old news put away

# What one may do
may-desk-view = See the desk’s home
may-products-view = See products
may-products-edit = Change products
may-costs-view = See what things cost us
may-catalogue-edit = Change brands, categories and vehicles
may-catalogue-import = Import files
may-catalogue-export = Export the catalogue
may-jobs-view = See jobs
may-jobs-manage = Cancel jobs, run them again
may-audit-view = Read the audit trail
may-settings-view = See settings
may-settings-edit = Change settings
may-webhooks-manage = Manage webhooks

# The list and the page of products
views = Views
view-all = All
view-low = Nearly out
view-out = Out of stock
view-uncounted = Not counted
view-unpriced = Without a price
view-drafts = Drafts
view-deleted = Deleted
state-any = Not deleted
stock-in = In stock
stock-low = Nearly out
stock-out = Out of stock
stock-uncounted = Not counted
stock-pieces = Stock (pieces)
price-from = Price from
price-to = to
from-price = from { $price }
to-price = up to { $price }
with-words = “{ $words }”
product = Product
on-request = On request
bulk-not-on-order = Cannot be ordered
bulk-whole = Every product that this filter finds, not only those ticked
bulk-undo-hint = You can undo it right afterwards.
bulk-says-nothing = Choose what is to change.
bulk-nobody = Tick some products first, or choose all that the filter finds.
wrong-percent = A percentage goes from -90 to 1000, such as 5 or -10.
bulk-changed = { $count ->
    [0] No product changed: all were so already.
    [one] { $count } product is changed.
   *[other] { $count } products are changed.
 }
bulk-undone = { $count ->
    [one] { $count } product is as it was before.
   *[other] { $count } products are as they were before.
 }
bulk-kept = { $count ->
    [one] { $count } was changed since and stays as it is.
   *[other] { $count } were changed since and stay as they are.
 }
first-page = First page
not-saved = Not saved yet
look-again = Somebody else has just changed this product. Nothing was changed; please look again.
regular-price = Regular price
cost = Cost
references = Other brands’ numbers
references-hint = One a line: TRW: GDB1330
specifications = Specifications
specifications-hint = One a line: diameter-mm: 280
images = Pictures
picture-file = Pictures to add
picture-file-hint = PNG, JPEG, WebP or GIF, at most 64 MB together. The first is the main one.
picture-address = Or the address of one on the web
picture-address-hint = Begins with https://
picture-add = Add
pictures-none = No picture yet: shoppers see a drawing of the category.
picture-number = Picture { $number }
picture-earlier = Show picture { $number } earlier
picture-later = Show picture { $number } later
picture-remove = Remove picture { $number }
picture-none = Choose a picture, or write an address.
picture-unknown = “{ $file }” is no PNG, JPEG, WebP or GIF, whatever it is called. Nothing was added.
picture-too-large = “{ $file }” has more than 50 million points or a side longer than 16,384. Nothing was added.
picture-broken = “{ $file }” begins as a picture and breaks off. Nothing was added.
price-table = All prices
fits = { $count ->
    [0] Fits
    [one] Fits { $count } vehicle
   *[other] Fits { $count } vehicles
 }
fits-none = No vehicle yet. Look for one below.
fit-remove = Does not fit { $name }
fit-find = Add a vehicle
find = Find
fit-which = Which one?
fit-position = Position
fit-conditions = Conditions
fit-add = Add
fit-not-found = No vehicle of that name that is not here already.
yes = yes
no = no
clash-lead-others = Your changes are not saved yet. Other fields than yours have changed.
why-edited = edited at the desk
why-bulk = bulk edit
why-bulk-undone = bulk edit undone
why-import = import of { $file }
wrong-sku = A SKU has 1 to 100 characters, at least one of them a letter or digit.
taken-sku = Another product has this SKU.
taken-sku-deleted = A deleted product has this SKU. Restore that one instead.
wrong-gtin = A barcode has 8, 12, 13 or 14 digits, the last a check digit. Please look again.
wrong-product-name = A product on sale needs a name, of at most 500 characters.
wrong-gone = This one no longer exists. Please choose another.
wrong-amount = An amount looks like 45.900 and is not negative.
wrong-stock = A whole number of pieces, or nothing.
wrong-numbers = One number a line, of at most 100 characters.
wrong-references = One a line: the brand, a colon, the number.
wrong-specifications = One a line: the name in small letters and hyphens, a colon, the value.
wrong-images = A picture is a path, or an address with http or https.
wrong-description = A description has at most 20,000 characters.
did-product-undo-bulk-edit = undid a change of several products

# Fields in the story
field-sku = SKU
field-names = name
field-descriptions = description
field-brandId = brand
field-categoryId = category
field-priceMinor = price
field-regularPriceMinor = regular price
field-costMinor = cost
field-gtin = barcode
field-specifications = specifications
field-images = pictures
field-oeNumbers = OE numbers
field-crossReferences = other numbers
field-stockQuantity = stock
field-onOrder = on order
field-published = on sale
field-fitments = vehicles
field-name = name
field-email = e-mail
field-role = role
field-device = device
field-disabled = shut
field-scopes = rights
field-products = products
field-restored = restored
field-kept = left as they are
field-change = change

# The catalogue’s tables
catalogue = Catalogue
brands = Brands
categories = Categories
vehicles = Vehicles
vehicle = Vehicle
synonyms = Synonyms
add = Add
rename = Rename
years = Years
removed = It is removed.
merged = The two brands are one now.
within-itself = A category cannot stand within itself.
wrong-taken = This name is taken already.
wrong-brand-name = A brand needs a name with at least one letter or digit.
wrong-category-name = A category needs a name in at least one language.
wrong-drawing = A drawing is named in small letters and hyphens.
wrong-make = A vehicle needs a make.
wrong-year = A year such as 2012; the last is not before the first.
wrong-whole = A whole number, or nothing.
wrong-synonyms = At least two names that search tells apart are needed, without a bar “|”.
brand-find = Find a brand
brand-new = New brand
brands-none = There are no brands yet.
brands-none-found = No brand is called so.
brand-merge = Merge
brand-merge-into = Merge into
brand-merge-hint = All its products take the other brand, and this one is gone.
brand-delete-not = Products have it: merge it into another instead.
its-products = { $count ->
    [0] no products
    [one] { $count } product
   *[other] { $count } products
 }
category-new = New category
category-within = Within
category-top = At the top
category-delete-why = Only when nothing stands in it, neither product nor category.
categories-none = There are no categories yet.
tree-hint = Drag a category to its place, or move it with the arrows.
tree-up = Move { $name } up
tree-down = Move { $name } down
tree-in = Put { $name } into the category before it
tree-out = Take { $name } out of its category
drawing = Drawing
drawing-hint = The name of the drawing shown when a product has no picture, such as brake-pad
vehicle-new = New vehicle
vehicle-find = Find a vehicle
vehicles-none = There are no vehicles yet.
vehicles-none-found = No vehicle has all these words.
vehicle-delete-why = Only when no product fits it.
vehicle-make = Make
vehicle-model = Model
vehicle-generation = Generation
vehicle-series = Series
vehicle-year-from = First year
vehicle-year-to = Last year
vehicle-engine = Engine
vehicle-fuel = Fuel
vehicle-power = Power (kW)
vehicle-body = Body
vehicle-drive = Driven wheels
vehicle-transmission = Gearbox
fuel-diesel = diesel
fuel-petrol = petrol
fuel-hybrid = hybrid
fuel-electric = electric
fuel-lpg = LPG
synonyms-lead = Names of one thing: who looks for one finds the others too.
synonyms-find = Find a word
synonyms-new = New group
synonyms-none = No group has this word.
synonyms-words = Names
synonyms-words-hint = One a line, at least two
did-brand-create = made a brand
did-brand-rename = renamed a brand
did-brand-delete = deleted a brand
did-brand-merge = merged two brands
did-category-create = made a category
did-category-edit = changed a category
did-category-move = moved a category
did-category-delete = deleted a category
did-vehicle-create = made a vehicle
did-vehicle-edit = changed a vehicle
did-vehicle-delete = deleted a vehicle
did-synonyms-add = added synonyms
did-synonyms-edit = changed synonyms
did-synonyms-delete = deleted synonyms
did-synonyms-replace = replaced all synonyms

# Settings and the second factor
settings = Settings
settings-lead = Who the shop is and how it trades are set here. The rest is set in dukkan.toml or by environment variables, and holds from the next start.
settings-shop = The shop
settings-trade = The trade
settings-guard = Mail and protection
settings-address = Public address
settings-phones = Phones
settings-whatsapp = WhatsApp
settings-zone = Time zone
settings-currency = Currency
settings-step = Rounding of computed prices
settings-low = Nearly out from
settings-vehicles = Sells for vehicles
settings-mail = Sends mail
settings-rate-address = API requests per address
settings-rate-account = API requests per account
settings-rate-sign-in = Tries to sign in
per-minute = { $count } a minute
second-factor-why = A code of your phone beside the password: who steals one does not get in without the other.
second-factor-set-up = Set up a second factor
second-factor-remove = Remove the second factor
second-factor-how = Open your authenticator app, point it at this code, then write the six digits that it shows.
second-factor-qr = Code for your app’s camera
second-factor-secret = Without a camera, write this into the app:
second-factor-code-hint = Six digits
second-factor-confirm = Confirm
recovery-codes = Your recovery codes
recovery-codes-why = The second factor is in force. Should the phone be lost, each of these stands in for it once. Print them or write them down: they are not shown again.
recovery-codes-kept = I have kept them
field-priceByBasisPoints = price (hundredths of %)

# Files
files = Files
files-lead = Bring in what suppliers send, take the catalogue out.
import = Import
import-file = File
import-file-hint = CSV, Excel, JSON Lines, ACES or PIES; at most 64 MB. Columns are known by their names.
import-kind = It holds
import-kind-auto = To be seen from its columns
import-try = Try it
import-try-hint = Nothing changes yet: you see first what would happen.
import-trying = Being tried
import-running = Being brought in
import-would = { $rows ->
    [one] Trial: { $rows } row
   *[other] Trial: { $rows } rows
 }, { $refused ->
    [0] all good.
    [one] { $refused } would be left aside.
   *[other] { $refused } would be left aside.
 }
import-did = { $rows ->
    [one] Brought in: { $rows } row
   *[other] Brought in: { $rows } rows
 }, { $refused ->
    [0] all good.
    [one] { $refused } left aside.
   *[other] { $refused } left aside.
 }
import-problems = { $count ->
    [one] { $count } remark
   *[other] { $count } remarks
 }
import-problems-file = Download the refused rows
import-what = What
import-new = New
import-changed = Changed
import-same = Unchanged
import-removed = Removed
import-apply = Bring it in
import-apply-hint = The same rows a second time change nothing.
import-see = See the products
import-line = Line
import-column = Column
import-value = Value
import-reason = Reason
import-refused = Refused
import-warning = To be checked
imports-recent = Latest imports
wrong-file = Choose a file that is not empty.
export = Export
export-what = What
export-format = Format
export-order = Write the file
export-ordered = The file is being written. It appears below.
exports-recent = Latest exports
fitments = Fitments
did-import-receive = sent a file
did-import-apply = began an import
did-import-done = finished an import
did-export-order = asked for an export
did-picture-add = added a picture
field-rows = rows
field-bytes = bytes
field-refused = left aside
step-products = Bring your products in

# Programs, settings of the shop, saved views
programs = Programs
webhooks = Webhooks
webhooks-lead = What other programs are told, and the keys with which they ask.
webhooks-none = No webhook yet. One tells a program of yours, such as an accounting system, what changes in the shop.
webhook-new = New webhook
webhook-add = Add it
webhook-url = Address
webhook-url-hint = Public, begins with https://
webhook-description = What is it?
webhook-events = What it is told
webhook-last = Last taken
webhook-open = In use
webhook-failing = Failing
webhook-paused = Paused
webhook-paused-since = Paused since { $date }:
webhook-resume = Go on
webhook-pause = Pause
webhook-test = Send a ping
webhook-rotate = New secret
webhook-do = What can be done
webhook-do-hint = With a new secret, the one before signs too for a day. Deleting takes the deliveries along.
webhook-what = The webhook
webhook-tested = It is on its way; how it went appears among the deliveries.
webhook-secret-shown = This is the signing secret. Copy it now: it is not shown again.
webhook-old-secret = The secret before signs too until { $date }.
wrong-webhook-url = This address cannot be used: it must be public, and begin with https:// or http://.
wrong-webhook-description = One line of at most 200 characters.
wrong-webhook-events = Choose at least one thing that it is told.
deliveries = Deliveries
deliveries-none = Nothing was sent yet. Send a ping to see whether it is taken.
delivery-event = What was told
delivery-body = What is sent
delivery-taken = Taken
delivery-attempts = Tries
delivery-replay = Send again
event-ping = Ping
event-product-updated = Products are new or changed
event-product-deleted = Products were taken away
event-brand-updated = Brands are new or changed
event-brand-deleted = Brands were taken away
event-category-updated = Categories are new or changed
event-category-deleted = Categories were taken away
event-vehicle-updated = Vehicles changed
did-all-webhook = Webhooks
did-all-settings = Settings
did-webhook-add = added a webhook
did-webhook-edit = changed a webhook
did-webhook-delete = deleted a webhook
did-webhook-pause = paused a webhook that fails
did-webhook-replay = sent a delivery again
did-webhook-rotate-secret = gave a webhook a new secret
did-webhook-test = sent a ping
did-webhooks-deliver = News for a program
did-webhooks-prune = Old deliveries put away
did-settings-edit = changed the shop’s settings
did-settings-views = changed their saved views
field-url = address
field-description = what it is
field-events = events
field-paused = paused
field-delivery = delivery
field-tagline = tagline
field-phones = phones
field-whatsapp = WhatsApp
field-order-days = days to order
field-country = country
field-branches = places
field-views = views
view-keep = Save as my view
view-name = What shall it be called?
view-remove = Remove my view “{ $name }”
view-removed = Your view is removed.
wrong-view = A view needs a name of at most 40 characters, and there can be 20 of them.
settings-shop-why = Shoppers see it at once, on every page.
settings-place = How it runs
settings-changed = Somebody else has just changed the settings. What you wrote stands below; save once more to put it in place of theirs.
settings-name = Name of the shop
settings-tagline = One line on what it sells
settings-phones-hint = One a line, as people write them
settings-whatsapp-hint = Orders are sent there; empty: no page offers it
settings-order-days = Working days for a part on order
settings-order-days-hint = Until it can be collected
settings-country = Country
settings-country-hint = Two letters, such as TN
settings-kind = What it sells, and how
settings-trade-why = Holds at once, in the shop and at the desk.
settings-step-hint = Prices changed by percent become multiples of it
settings-low-hint = With so many pieces or fewer, shoppers read “few left” and the desk lists it
wrong-price-step = An amount above zero, such as 0.100; at most a million of the smallest coin.
wrong-low-stock = A whole number of pieces, at most 100,000.
settings-weather = The weather
settings-weather-why = Where the shop lies. Forecasts then heed the weather, for parts whose past it has explained; without both figures none is asked for.
weather-latitude-hint = North, such as 36.8
weather-longitude-hint = East, such as 10.18
weather-known = { $days } days are known, from { $first } to { $last }.
weather-foretold = The days ahead are foretold up to { $last }.
weather-source = The weather comes from
wrong-latitude = Degrees from -90 to 90, such as 36.8, together with the longitude.
wrong-longitude = Degrees from -180 to 180, such as 10.18, together with the latitude.
branches = Places
branches-hint = Where the shop can be visited, the main one first. One whose fields are all empty is taken away.
branch = Place
branch-new = Another place
branch-name = What people call it
branch-address = Street and number
branch-city = Town
branch-postal = Postal code
branch-phone = Its own phone
branch-latitude = Latitude
branch-longitude = Longitude
branch-hours = Opening hours
branch-opens = opens
branch-closes = closes
day-monday = Monday
day-tuesday = Tuesday
day-wednesday = Wednesday
day-thursday = Thursday
day-friday = Friday
day-saturday = Saturday
day-sunday = Sunday
wrong-line = One line of at most 200 characters.
wrong-phone = A number such as +216 71 000 000, with 6 to 15 digits.
wrong-country = Two letters, such as TN.
wrong-days = A whole number from 0 to 365.
wrong-degrees = Degrees such as 35.825.
wrong-hours = Both times, such as 08:00 and 12:30, the first before the second.

# Reasons of imports, and the gate
import-nothing-good = Every row was refused: there is nothing to bring in. Mend the file and send it again.
import-another = Send another file
no-session-here = Signing in cannot work at this address
no-session-why = It is plain HTTP, over which your browser keeps no sign-in. Open the desk by its https:// address, or on the machine itself at http://127.0.0.1.
note-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
 }
note-aside = { $count ->
    [0] all good
   *[other] { $count } left aside
 }
remark-columns = Columns left aside: { $columns }
remark-fields = Fields left aside: { $fields }
reason-no-sku = The row has no SKU, with at least one letter or digit.
reason-no-amount = No amount: digits with one decimal separator are, such as { $example }.
reason-negative = It cannot be negative.
reason-too-dear = Such a high price cannot be meant.
reason-whole = A whole number is needed.
reason-yes-no = Yes or no is needed (1, 0, oui, non, نعم, لا).
reason-no-name = A product without a name cannot be on sale.
reason-no-brand = The shop knows no brand of this name.
reason-no-category = The shop knows no category of this name.
reason-no-vehicle = The shop knows no vehicle of this name.
reason-twice = This SKU came before in the same file.
reason-slug-taken = Another product has this address.
reason-category-name = A category needs a name.
reason-no-parent = There is no category of this name outside of this one.
reason-no-make = A vehicle needs a make.
reason-years = The last year is before the first.
reason-no-years = No years: 2012-2020, 2012- or 2015 are.
reason-too-long = Longer than { $number } characters.
reason-no-slug = An address has small letters, digits and hyphens only.
reason-gtin = A barcode has 8, 12, 13 or 14 digits.
reason-check-digit = Its check digit is wrong.
reason-no-day = This is no day of the calendar: write 2025-03-31 or 31/03/2025.
reason-not-yet = This day has not been yet.
reason-no-product = No product of the shop has this SKU; import the product first.
reason-too-many = More than { $number }: too many.
reason-specification = This is no name of a specification.
reason-encoding = It holds bytes of another encoding; save the file as UTF-8.
reason-character = It holds a character that no text of a shop holds.
reason-json = The line is no JSON object.
reason-no-column = No column is known as the SKU (or, for vehicles, as make and model). Name one “sku”.
reason-torn = The file cannot be read any further.
reason-workbook = This is no Excel workbook that can be read.
pictures-count = { $count ->
    [0] none
    [one] { $count } picture
   *[other] { $count } pictures
 }
field-paths = sizes
jobs-none-why = Imports and exports of files, and the shop’s own upkeep, appear here while they go on and afterwards.
categories-none-why = Make the first one here; or bring in a file of products, whose categories are made by themselves.
# Demand
forecasts = Forecasts
forecast-overview = Overview
forecast-accuracy = Accuracy
forecast-rules = Rules
forecast-rules-lead = What you want to hear of, and how safely to order. Proposals follow at once.
forecast-run-now = Forecast now
forecasts-ordered = Forecasts are being made; you can go on.
forecast-ran = Made { $when }: { $products } products, { $fitted } of them anew.
forecast-history = Sales known from { $first } to { $last }.
forecast-gaps = Weeks without any sale, not read as no demand:
forecast-none = No forecast yet: bring in a history of sales first.
forecast-sentence = About { $pieces } pieces in the next 4 weeks; nine times in ten no more than { $most }.
forecast-sentence-rare = Sold rarely: most likely none in 4 weeks; nine times in ten no more than { $most }.
shop-sentence-more = The shop will sell about { $pieces } pieces in 4 weeks, { $percent } % more than in the last 4
shop-sentence-less = The shop will sell about { $pieces } pieces in 4 weeks, { $percent } % less than in the last 4
shop-sentence-same = The shop will sell about { $pieces } pieces in 4 weeks, as many as in the last 4
chart-sold = Sold
chart-ahead = Ahead
chart-how = Bars: sold each week. Line: what is expected; the darker, the likelier (50, 80, 95 %). ×: out of stock.
forecast-to-do = To do
forecast-first = First of all
forecast-find = Look at a SKU
forecast-find-go = Look
forecast-product = The product itself
sales-import = Bring sales in
sales-import-hint = CSV or Excel: date, SKU, quantity; best with price and the evening’s stock. The same file twice changes nothing.
insight-restock = To order
insight-restock-note = Stock will not last until the delivery.
insight-season = Season
insight-season-note = Categories that sell far better in the weeks ahead.
insight-spike = Spike
insight-spike-note = Far more wanted than usual.
insight-decline = Decline
insight-decline-note = Far less wanted than usual.
insight-dead-stock = Dead stock
insight-dead-stock-note = Nobody buys it any more.
insight-overstock = Too much stock
insight-overstock-note = More than will sell in a long time.
insight-drift = Off forecast
insight-drift-note = Sales left the band of the forecast.
insights-none = Nothing of the kind now
urgency-today = Today
urgency-week = This week
urgency-later = Can wait
proposal-restock = Order { $order } by { $by }
proposal-today-restock = Order { $order } today
proposal-late-restock = Order { $order } at once: due since { $by }
why-restock = { $stock ->
    [0] Nothing left in stock, about { $weekly } a week.
   *[other] { $stock } in stock, about { $weekly } a week: enough until { $until }.
} Reckoned to serve { $rule } % of demand.
why-undated-restock = { $stock } in stock, about { $weekly } a week. Reckoned to serve { $rule } % of demand.
proposal-season = Prepare for the season
why-season = About { $weekly } a week in one to three months, against { $usual } on average: as in past years.
proposal-spike = Check the stock before the spike
why-spike = About { $weekly } a week expected, against { $usual } as a rule.
proposal-decline = Order less
why-decline = About { $weekly } a week expected, against { $usual } as a rule.
proposal-dead-stock = Sell off or return { $stock } pieces
why-dead-stock = No sale for { $weeks } weeks (the last: { $last }); { $money } tied up.
proposal-overstock = Order no more; perhaps lower the price
why-overstock = { $stock } in stock last { $weeks } weeks; { $money } too much.
proposal-drift = See what has changed
why-drift = { $usual } sold a week in the last { $weeks } weeks, out of what was forecast; it has been made anew.
order-list-export = Export the order list
order-pieces = Order
order-by = By
order-stock = In stock
order-weekly = A week
order-why = Why
weeks-ahead = Weeks ahead
weeks-past = Weeks past
week-from = Week of
week-mean = Expected
week-likely = Likely (80 %)
week-most = At most (97.5 %)
week-sold = Sold
week-out = out of stock
week-odd = out of the ordinary
forecast-totals = The categories that will sell most
totals-before = Sold (4 weeks)
totals-ahead = Ahead
totals-change = Change
totals-how = Each total is the sum of its products.
sales-days = Days of products
taught = Taught on { $when } from { $products } products, sales before { $until } (data { $data }).
card-taught = Taught
card-pinned = chosen by you
card-pin-waits = your choice holds from the next run on
card-champion = did better in trials than the usual one
pin-model = Method for this product
pin-none = The best in trials
pin-go = Choose
accuracy-drifted = The last weeks left the band that the tests promised: the models were taught anew.
model-card = Where this comes from
card-model = Method
card-class = Demand
card-made = Made
card-data = Weeks known
card-error = Error on the weeks held back
card-within = Fell within the likely
demand-parts = What demand is made of
year-course = The year’s course: each month against the average
note-trend = The last 13 weeks: { $percent } % against a year before.
accuracy-lead = The last { $weeks } weeks were hidden and then forecast: this is how far each method was off.
accuracy-calibration = An interval said to hold 80 % held { $percent } % of what happened.
accuracy-live = Since then, for real, on { $products } products: error { $error }, within the interval { $within }.
accuracy-method = Method
accuracy-bias = Bias
accuracy-within = Within (80 %)
accuracy-how = WMAPE: the sum of misses as a share of sales. RMSE: the miss of a product.
accuracy-zero = “Always zero” has the least WMAPE here because many weeks sell nothing, and in those it never misses. By it the shelf would be empty in all the others: nothing is ever chosen by WMAPE, and the bias shows what it misses.
accuracy-fallbacks = Forecast by a stand-in
method-forecast = Our forecasts
method-zero = Always zero
method-naive = As last week
method-seasonal = As a year ago
method-average = Mean of 13 weeks
class-all = All products
class-smooth = Steady demand
class-erratic = Erratic demand
class-intermittent = Intermittent demand
class-lumpy = Rare and lumpy demand
class-unknown = Demand not known yet
model-pooled-prior = From products like it
model-histogram = Counted sales, filled up from products like it
model-moving-average = Moving average
fallback-no-history = no history
fallback-no-sales = no sale yet
fallback-short-history = short history
fallback-too-large = quantities too large to count
fallback-not-fitted = no model could be fitted
rule-service-percent = Share of demand to serve (%)
rule-service-percent-hint = 50 to 99. Higher: more stock.
rule-lead-time-days = Delivery takes (days)
rule-lead-time-days-hint = From the order to its arrival.
rule-review-days = Between two orders (days)
rule-review-days-hint = 1 to 28.
rule-spike-percent = A spike from (% of the usual)
rule-spike-percent-hint = 180: nearly twice.
rule-decline-percent = A decline below (% of the usual)
rule-decline-percent-hint = 50: less than half.
rule-dead-weeks = Dead after (weeks without a sale)
rule-dead-weeks-hint = 4 to 260.
rule-overstock-weeks = Too much beyond (weeks)
rule-overstock-weeks-hint = As long as stock shall last at most.
rule-season-percent = A season from (% of the year)
rule-season-percent-hint = 140: two fifths above the average.
rule-idle-money-minor = Money tied up worth telling
rule-idle-money-minor-hint = Below it nothing is said of dead or too much stock.
wrong-rule = From { $least } to { $most }.
did-orion-train = Teaching of the forecasting models
did-orion-run = Forecasts of the shop
did-orion-import-sales = Import of sales
did-orion-weather = Weather for the forecasts
did-forecasts-pin = Method of a forecast chosen
did-forecasts-apply = Sales brought in
did-forecasts-run = Forecasts ordered
did-forecasts-rules = Rules of forecasts changed
did-forecasts-import = File of sales sent
may-forecasts-view = See forecasts
may-forecasts-manage = Manage forecasts
note-out = { $count ->
    [one] One week out of stock, not read as no demand.
   *[other] { $count } weeks out of stock, not read as no demand.
 }
note-odd = { $count ->
    [one] One week out of the ordinary, flagged and kept.
   *[other] { $count } weeks out of the ordinary, flagged and kept.
 }
wrong-number = A number is wanted.
model-global = A model learnt from all products
model-ensemble = Several models, weighed by their own past
model-regression = Promotions, weather and the age of cars, learnt from all products that follow them

# Deliveries, upkeep and demand on the home page
home-demand = What the forecasts say
figure-paused = Receivers paused
figure-paused-note = programs that hear nothing
did-catalogue-prune-files = Old files put away
did-catalogue-prune-pictures = Unused pictures put away
note-deleted = { $count ->
    [0] nothing to put away
   *[other] { $count } put away
 }
reason-paused = Not sent: the receiver is paused.
reason-secret-lost = The shop’s secret is another than the one under which the signing secret was sealed: renew the signing secret.
reason-gone = It answered 410: it wants nothing any more.
reason-redirect = It answered { $number }: redirects are not followed.
reason-redirects = It sent on more than { $number } times.
reason-answered = It answered { $number }.
reason-bad-address = Its address cannot be asked.
reason-forbidden-address = Its address may not be asked: it leads into a house, or to another port than 80 and 443.
reason-slow = No answer within { $number } seconds.
reason-large-answer = Its answer is larger than { $number } bytes.
reason-connection = The connection failed.
reason-given-up = Given up: each of its tries ended with the program that made it.
reason-tired = { $count ->
    [one] Every try has failed for a day; the last time:
   *[other] Every try has failed for { $count } days; the last time:
 }
accuracy-champions = { $count ->
    [one] Another method than the usual one wins the trials of one product.
   *[other] Another method than the usual one wins the trials of { $count } products.
 }

# Rarer reasons, notes and remarks of files
reason-long-row = One row is longer than a row can be.
reason-many-days = The file holds more than five million days of products: cut it in parts.
reason-encoding-name = No encoding has this name; utf-8, windows-1252, windows-1256 and utf-16le are known.
reason-count = The file says another number of applications than it holds: some may be missing.
reason-action = Such a letter stands for nothing here: A adds, C changes, N leaves as it is, D deletes.
reason-vcdb = This id is outside of the ids that the standard’s tables have.
reason-base-vehicle = An application needs a BaseVehicle, or Years, Make and Model.
reason-year = This is no model year.
reason-stands-out = It stands out: no other vehicle of this file has so high an id.
reason-xml = The file is not well-formed, or holds what no such file needs.
reason-no-vehicles = This shop sells for no vehicles, and the file says what fits them.
reason-currency = The price is in another currency than the shop’s: it was left aside.
reason-unknown-field = There is no field of this name.
reason-json-value = The value is of another kind than this field holds.
reason-json-list = It begins with [ and is no list.
reason-price-or-request = A product has a price or has it on request, not both.
reason-number = A number between −1,000,000,000 and 1,000,000,000 is needed.
reason-empty = It cannot be empty.
reason-no-sales-column = No column is known as { $columns }. Name the columns of each sale “date”, “sku” and “quantity”.
reason-not-kept = The file is not kept any more: send it again.
reason-not-tried = Nothing of this file was tried that could be brought in.
reason-unpacks = It unpacks to far more, as no honest workbook does.
reason-no-forecast = The forecasts could not be made.
reason-weather-answered = The weather service answered { $number }.
reason-no-weather = The weather service sent nothing that can be weather.
failure-database = The shop’s database failed; the log says more.
failure-disk = The shop’s disk failed or is full; the log says more.
failure-inside = Something failed inside Dukkan; the log says more.
reason-specification-pair = This is no specification: name=value is one.
reason-rest-unread = What follows was not read.
reason-no-position = The fitment was kept without a position.
remark-unread = The file was not read whole: no fitment was taken away.
remark-removed = { $count ->
    [one] { $count } fitment that the file leaves out was taken away.
   *[other] { $count } fitments that the file leaves out were taken away.
 }
remark-kept = { $count ->
    [one] { $count } part keeps all its fitments, as some could not be read.
   *[other] { $count } parts keep all their fitments, as some could not be read.
 }
note-nothing-sold = Nothing was sold yet.
note-weather = { $count ->
    [one] One day of weather
   *[other] { $count } days of weather
}
note-foretold = { $count ->
    [one] one day foretold
   *[other] { $count } days foretold
}
note-no-place = It is not set where the shop lies.
note-forecast = { $products } products, { $fitted } of them made anew
