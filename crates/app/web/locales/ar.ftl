# Every page
skip = انتقل إلى المحتوى
og-locale = ar_TN
languages = اللغات
places = الأقسام الرئيسية
crumbs = أنت هنا
home = الرئيسية
call = اتصل هاتفيا
search-label = اسم القطعة أو رقمها أو السيارة أو رقم الهيكل
search-placeholder = قطعة، رقم أصلي، سيارة، رقم هيكل
search-button = ابحث
suggest-count = اقتراحات
my-car = سيارتي
my-car-choose = اختر سيارتي
my-car-clear = احذف { $car }
categories = الأقسام
all-categories = كل الأقسام
brands = الماركات
all-brands = كل الماركات
offers = العروض
all-offers = كل العروض
all-products = كل القطع
vin = رقم الهيكل
contact = اتصل بنا
compare = قارن
copy = انسخ
copied = تم النسخ
remove = إزالة
write-us = مرحبا، عندي سؤال.

# Home
home-heading = القطعة المناسبة لسيارتك
home-title = قطع غيار السيارات، { $shop }
home-description = { $shop }: { $count } قطعة غيار على الخط. ابحث بالسيارة أو الرقم الأصلي أو رقم الهيكل، الأسعار بالدينار والطلب عبر واتساب.
find-for-car = ما هي سيارتك؟
parts-for-car = قطع لسيارتك
see-count = { $count ->
    [one] شاهد قطعة واحدة
    [two] شاهد قطعتين
    [few] شاهد { $count } قطع
   *[other] شاهد { $count } قطعة
 }
other-car = سيارة أخرى
makes-often = أكثر السيارات طلبا
by-vin = برقم الهيكل
visit = زورونا

# Vehicle
make = الصانع
make-pick = اختر
model = الطراز
engine = المحرك
years = السنوات
continue = متابعة
vehicle-title = سيارتي
vehicle-description = اختر سيارتك مرة واحدة ولن ترى إلا ما يناسبها.
vehicle-question-model = أي طراز؟
vehicle-question-engine = أي نسخة؟
whole-model = لا أعرف: كل { $car }
garage = سياراتي
garage-current = المختارة
power = { $kw } كيلوواط ({ $hp } حصان)
fuel-diesel = ديزل
fuel-petrol = بنزين
fuel-hybrid = هجين
fuel-electric = كهربائي
fuel-lpg = غاز

# VIN
vin-title = البحث برقم الهيكل
vin-help = 17 حرفا ورقما تجدها في البطاقة الرمادية (الخانة E) أو محفورة أسفل الزجاج الأمامي.
vin-label = رقم الهيكل (VIN)
vin-button = اقرأ الرقم
vin-says = ما يقوله الرقم
vin-guess = تقدير
vin-cars = أيها سيارتك؟
vin-no-cars = لا توجد في الكتالوج سيارة توافق هذا الرقم.
vin-make = الصانع
vin-country = بلد الصانع
vin-check = التحقق
vin-check-right = رقم التحقق صحيح
vin-check-wrong = رقم التحقق خاطئ: راجع النسخ
vin-year = سنة الطراز
vin-error-length = رقم الهيكل يتكون من 17 خانة، وما كتبته فيه { $count }. أعد كتابته كاملا.
vin-error-character = الحرف «{ $found }» (الخانة { $position }) لا يوجد في أي رقم هيكل: الحروف I وO وQ مستبعدة لأنها تشبه 1 و0.

# List
product-count = { $count ->
    [zero] لا توجد قطع
    [one] قطعة واحدة
    [two] قطعتان
    [few] { $count } قطع
   *[other] { $count } قطعة
 }
for-car = لسيارة { $car }
filters = تصفية
only-for-car = لسيارتي فقط
filters-set = التصفية المختارة
sort = الترتيب
sort-relevance = الأقرب للبحث
sort-popularity = الأكثر طلبا
sort-price = من الأرخص
sort-price-down = من الأغلى
sort-name = الاسم
sort-newest = الأحدث
stock = التوفر
in-stock-only = متوفر
on-offer-only = عليه عرض
price-in = السعر ({ $currency })
price-from = من
price-to = إلى
price-over = من { $price }
price-under = إلى { $price }
show-more = { $count } أخرى
apply = طبّق
clear-all = امسح الكل
pages = الصفحات
first-page = العودة إلى البداية
next-page = القطع التالية
within = داخل هذا القسم
nothing-here = لا توجد قطع بهذه التصفية
nothing-here-why = أزل شرطا من التصفية، أو اسألنا: ليس كل ما عندنا على الخط.
list-title-category = { $name }: الأسعار والتوفر
list-title-brand = { $name }: قطع غيار
list-title-vehicle = قطع غيار { $name }
list-title-all = كل القطع
list-title-offers = قطع عليها عروض
list-description = { $count ->
    [one] { $name }: قطعة واحدة عند { $shop }. السعر والتوفر والملاءمة لسيارتك والطلب عبر واتساب.
    [two] { $name }: قطعتان عند { $shop }. السعر والتوفر والملاءمة لسيارتك والطلب عبر واتساب.
    [few] { $name }: { $count } قطع عند { $shop }. السعر والتوفر والملاءمة لسيارتك والطلب عبر واتساب.
   *[other] { $name }: { $count } قطعة عند { $shop }. السعر والتوفر والملاءمة لسيارتك والطلب عبر واتساب.
 }
categories-description = كل أقسام { $shop }: الفرامل والفلاتر والمحرك والتعليق والإضاءة وغيرها، بالأسعار والتوفر.
brands-description = كل ماركات قطع الغيار التي يبيعها { $shop }.
facet-brand = ماركة القطعة
facet-category = القسم
yes = نعم
no = لا

# Stock and price
stock-in-stock = متوفر
stock-in-stock-count = متوفر، { $count ->
    [one] قطعة واحدة
    [two] قطعتان
    [few] { $count } قطع
   *[other] { $count } قطعة
 }
stock-low = { $count ->
    [one] آخر قطعة
    [two] بقيت قطعتان
    [few] بقيت { $count } قطع
   *[other] بقيت { $count } قطعة
 }
stock-few = آخر القطع
stock-on-order = حسب الطلب
stock-out = نفد
when-here = يمكن استلامها اليوم
when-ordered = { $count ->
    [one] جاهزة خلال يوم عمل
    [two] جاهزة خلال يومي عمل
    [few] جاهزة خلال { $count } أيام عمل
   *[other] جاهزة خلال { $count } يوم عمل
 }
when-out = اسألنا عن قطعة معادلة
price = السعر
price-ask = السعر عند الطلب
price-before = السعر قبل العرض

# Product
brand = الماركة
sku = رقم المحل
oe = الرقم الأصلي
oe-long = الأرقام الأصلية (OE)
more-codes = { $count ->
    [one] ورقم آخر
    [two] ورقمان آخران
    [few] و{ $count } أرقام أخرى
   *[other] و{ $count } رقما آخر
 }
picture-number = صورة { $number }
fit-yes = تناسب { $car }
fit-no = لا تناسب { $car }
fit-unknown = الملاءمة تحتاج إلى تأكد
fits-yes = نعم، تناسب { $car }
fits-no = لا، لا تناسب { $car }
fits-no-see = شاهد ما يناسبها
fits-choose = هل تناسب سيارتك؟
fits-unknown = تأكد من ملاءمتها لـ { $car }
fits-unknown-why = لم يذكر الصانع قائمة السيارات. قارن الرقم الأصلي أو أرسل لنا صورة البطاقة الرمادية.
fits-quantity = { $count ->
    [one] قطعة واحدة لكل سيارة
    [two] قطعتان لكل سيارة
    [few] { $count } قطع لكل سيارة
   *[other] { $count } قطعة لكل سيارة
 }
order-whatsapp = اطلب عبر واتساب
ask-price-whatsapp = اسأل عن السعر عبر واتساب
ask-whatsapp = اسألنا عبر واتساب
write-whatsapp = راسلنا عبر واتساب
whatsapp-order = مرحبا، أريد أن أطلب:
whatsapp-ask = مرحبا، ما هو سعر:
whatsapp-sku = الرقم: { $sku }
whatsapp-price = السعر: { $price }
whatsapp-car = للسيارة: { $car }
whatsapp-search = مرحبا، أبحث عن: { $query }
specifications = الخصائص
numbers = أرقام القطعة
references = ما يعادلها من ماركات أخرى
fitment = السيارات المناسبة
fitment-find = ابحث عن سيارة
fitment-example = clio 4 1.5
fitment-found = سيارات وُجدت
fitment-none = لا توجد في القائمة سيارة بهذا الاسم.
fitment-all = شاهد كل السيارات ({ $count })
fitment-unknown = لم يذكر الصانع قائمة السيارات لهذه القطعة. قارن الرقم الأصلي أو اسألنا.
filter-button = صفّ
history-steady = لم يتغير السعر منذ { $date }
history-down = انخفض السعر { $percent }% منذ { $date }
history-up = ارتفع السعر { $percent }% منذ { $date }
history-table = كل الأسعار
same-part = نفس القطعة من ماركات أخرى
related = من نفس القسم ولنفس السيارات
product-description = { $name } { $sku }، { $price }. { $stock }. الملاءمة والأرقام الأصلية والمعادلات عند { $shop }.
saving = ‎−{ $percent }%
gtin = رمز EAN

# Search
search-title = البحث
results-for = نتائج البحث عن
understood = فهمنا:
understood-vehicle = السيارة
understood-brand = الماركة
understood-category = القسم
understood-part = القطعة
understood-number = الرقم
understood-vin = رقم الهيكل
understood-without = بدون
understood-corrected = صُحّح إلى
understood-left-out = غير موجود هنا
unfit-car = لا شيء مسجّل هنا لسيارة { $car }: هذه النتائج لسيارات أخرى.
search-literally = ابحث عن النص كما كُتب
searched-literally = البحث عن النص كما كُتب.
search-freely = وسّع البحث
did-you-mean = هل تقصد
nothing-found = لم نجد شيئا بهذه الكلمات
nothing-found-why = جرّب كلمات أقل، أو الرقم المحفور على القطعة القديمة، أو اسألنا.
without-filters = نفس البحث بدون تصفية
only-words = ابحث فقط عن «{ $words }»
read-vin = اقرأ رقم الهيكل هذا
search-help = كل شيء يُبحث عنه هنا: اسم قطعة، رقم بمسافات أو بدونها، سيارة، رقم هيكل.
example-part = فرامل كليو 4
example-number = 7701 208 265
example-derja = filtre zit
alternatives = ما يطلبه الآخرون

# Comparison
fact = الخاصية
compare-remove = أزل { $name }
compare-clear = أفرغ المقارنة
compare-empty = لا شيء للمقارنة الآن
compare-how = افتح صفحة قطعة واضغط «قارن». يمكن مقارنة أربع قطع جنبا إلى جنب.
compare-description = قارن حتى أربع قطع جنبا إلى جنب: السعر والتوفر والمقاسات.

# Contact
contact-title = المحلات والاتصال
contact-description = عناوين { $shop } وأوقات العمل والهاتف وواتساب.
contact-none = لم يذكر المتجر بعد عنوانا ولا رقم هاتف.
hours = أوقات العمل
closed = مغلق
map = على الخريطة
to = من { $from } إلى { $to }
monday = الاثنين
tuesday = الثلاثاء
wednesday = الأربعاء
thursday = الخميس
friday = الجمعة
saturday = السبت
sunday = الأحد

# Problems
problem-not-found = هذه الصفحة غير موجودة
problem-not-found-why = القطعة لم تعد للبيع، أو العنوان نُسخ خطأ. البحث في الأعلى يجد كل شيء تقريبا.
problem-invalid-input = لا يمكن قراءة هذا العنوان
problem-invalid-input-why = في العنوان شرط أو قيمة غير صالحة.
problem-internal = خطأ من جهتنا
problem-internal-why = تعذّر إعداد الصفحة. أعد المحاولة بعد لحظة أو اتصل بنا.
to-home = العودة إلى الرئيسية
offline-title = لا يوجد اتصال
offline-why = الصفحات التي رأيتها تبقى مقروءة، والباقي يعود مع الشبكة.
offline-seen = رأيته على هذا الهاتف

# Dates
date = { $day } { $month } { $year }
month-1 = جانفي
month-2 = فيفري
month-3 = مارس
month-4 = أفريل
month-5 = ماي
month-6 = جوان
month-7 = جويلية
month-8 = أوت
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

# Specifications: what they are called
spec-abs-ring = حلقة ABS
spec-activated-carbon = كربون نشط
spec-adjustment = الضبط
spec-assistance = المساعدة
spec-bearing = المحمل
spec-bearing-type = نوع الرولمان
spec-blades = عدد الشفرات
spec-bolt-holes = عدد الثقوب
spec-bore-mm = القطر الداخلي للأسطوانة
spec-bulb = اللمبة
spec-cone-mm = المخروط
spec-control = التحكم
spec-current-a = شدة التيار
spec-damping = التخميد
spec-diameter-mm = القطر
spec-diameter-inch = القطر
spec-disc-type = نوع القرص
spec-doors = الأبواب
spec-electrode = القطب
spec-electrode-gap-mm = فجوة الأقطاب
spec-euro-norm = معيار أورو
spec-filter-type = نوع الفلتر
spec-finish = التشطيب
spec-flywheel-type = نوع الحدافة
spec-force-n = القوة
spec-geometry = الشكل
spec-heated = مدفّأ
spec-height-mm = الارتفاع
spec-housing = الغلاف
spec-inner-diameter-mm = القطر الداخلي
spec-inner-teeth = الأسنان الداخلية
spec-keys = المفاتيح
spec-lamp-type = نوع المصباح
spec-length-mm = الطول
spec-links = الحلقات
spec-material = المادة
spec-motor = المحرك
spec-mount-type = نوع الحامل
spec-opening-temperature-c = حرارة الفتح
spec-outer-diameter-mm = القطر الخارجي
spec-outer-teeth = الأسنان الخارجية
spec-oversize-mm = مقاس الإصلاح
spec-pieces = عدد القطع
spec-pins = عدد الأطراف
spec-piston-diameter-mm = قطر المكبس
spec-position = الموضع
spec-power-kw = القدرة
spec-power-w = القدرة
spec-pressure-bar = الضغط
spec-pulley-diameter-mm = قطر البكرة
spec-pulley-grooves = أخاديد البكرة
spec-rain-sensor = حساس المطر
spec-refrigerant = غاز التبريد
spec-ribs = الأضلاع
spec-rod-diameter-mm = قطر الساق
spec-rollers = البكرات
spec-system = النظام
spec-teeth = الأسنان
spec-thickness-mm = السماكة
spec-thread = سن اللولب
spec-tint = اللون
spec-voltage = الجهد
spec-wear-sensor = حساس التآكل
spec-width-mm = العرض
spec-wire-diameter-mm = قطر السلك
spec-capacity-ah = السعة
spec-cold-cranking-a = تيار الإقلاع البارد
spec-frost-protection-c = الحماية من التجمد
spec-load-t = الحمولة
spec-norm = المعيار
spec-tyre-size = مقاس العجلة
spec-viscosity = اللزوجة
spec-volume-l = السعة

# Specifications: their values
value-front = أمامي
value-rear = خلفي
value-left = يسار
value-right = يمين
value-front-left = أمامي أيسر
value-front-right = أمامي أيمن
value-rear-left = خلفي أيسر
value-rear-right = خلفي أيمن
value-upper = علوي
value-lower = سفلي
value-wheel-side = جهة العجلة
value-gearbox-side = جهة علبة السرعة
value-upstream = قبل المحفز
value-downstream = بعد المحفز
value-vented = مهوّى
value-solid = مصمت
value-gas = غاز
value-oil = زيت
value-steel = فولاذ
value-aluminium = ألمنيوم
value-metal = معدن
value-plastic = بلاستيك
value-rubber = مطاط
value-spin-on = لولبي
value-cartridge = خرطوشة
value-nickel = نيكل
value-platinum = بلاتين
value-iridium = إيريديوم
value-hydraulic = هيدروليكي
value-electric = كهربائي
value-mechanical = ميكانيكي
value-none = بدون
value-manual = يدوي
value-halogen = هالوجين
value-xenon = زينون
value-led = LED
value-bulb = لمبة
value-dual-mass = ثنائي الكتلة
value-single-mass = أحادي الكتلة
value-common-rail = حقن مشترك
value-multipoint = حقن متعدد
value-vacuum = تفريغ
value-variable = متغيرة
value-fixed = ثابتة
value-black = أسود
value-chrome = كروم
value-primed = مطلي بالأساس
value-textured = محبب
value-green = أخضر
value-blue = أزرق
value-hatchback-3 = 3 أبواب
value-hatchback-5 = 5 أبواب
value-hatchback = هاتشباك
value-sedan = سيدان
value-saloon = سيدان
value-sedan-4 = سيدان
value-estate = ستيشن
value-estate-5 = ستيشن
value-wagon = ستيشن
value-van = فورغون
value-pickup = بيك أب
value-suv = SUV
value-suv-5 = SUV
value-mpv = عائلية
value-coupe = كوبيه
