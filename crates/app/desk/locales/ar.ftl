# في كل مكان
skip = انتقل إلى المحتوى
error = خطأ:
places = الأقسام
languages = اللغة
theme = الألوان
theme-auto = مثل الجهاز
theme-light = فاتح
theme-dark = داكن
undo = تراجع
save = حفظ
cancel = إلغاء
delete = حذف
restore = استرجاع
remove = إزالة
any = الكل
any-who = أيّ شخص
none = بدون
filter = تصفية
filters-on = المرشّحات المفعّلة
filters-clear = مسح كل المرشّحات
next-page = الخمسون التالية
older = الأقدم
you-are-here = أنت هنا
to-home = إلى صفحة المكتب
see-shop = عرض المتجر
see-in-shop = عرض في المتجر
name = الاسم
state = الحالة
since = منذ
number = الرقم
when = متى
who = من
action = ما تمّ
what-changed = ما تغيّر

# الدخول
sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
email = البريد الإلكتروني
password = كلمة السر
code = رمز تطبيق التحقق
code-hint = ستة أرقام، أو أحد رموز الاسترجاع. أعد كتابة كلمة السر أيضًا.
forgotten = نسيت كلمة السر؟
forgotten-why = اكتب بريدك الإلكتروني. إن كان له حساب هنا، يُرسل إليه رابط لاختيار كلمة سر جديدة، صالح لمدة 30 دقيقة.
forgotten-sent = إن كان لهذا البريد حساب هنا، فالرابط في الطريق وهو صالح لمدة 30 دقيقة. لم يصل شيء؟ ابحث في البريد غير المرغوب، أو اسأل صاحب المتجر.
back-to-sign-in = العودة إلى تسجيل الدخول
send-link = إرسال الرابط
new-password = كلمة سر جديدة
password-hint = 10 أحرف على الأقل. جملة من عندك سهلة التذكّر.
first-owner = أول حساب في متجرك
first-owner-why = هذا الرابط يعمل مرة واحدة. الحساب الذي تنشئه الآن يملك المتجر: يمكنه كل شيء، وهو وحده يدعو الآخرين.
your-name = اسمك
open-desk = افتح مكتبي
wrong-credentials = البريد الإلكتروني أو كلمة السر غير صحيح.
wrong-code = هذا الرمز خاطئ أو قديم أو سبق استعماله. اكتب الرمز الذي يعرضه تطبيقك الآن.
code-needed = كلمة السر صحيحة. الآن رمز تطبيقك.
wrong-email = هذا ليس عنوان بريد إلكتروني. مثال: name@example.com
wrong-name = الاسم من حرف واحد إلى 100 حرف.
wrong-password = كلمة السر من 10 أحرف على الأقل، ليست من الأكثر شيوعًا وليست اسمك أو بريدك.
wrong-current = هذه ليست كلمة السر الحالية.
wrong-scopes = اختر شيئًا واحدًا على الأقل يمكن لهذا المفتاح فعله.
too-many-tries = محاولات كثيرة. انتظر دقيقة من فضلك.
link-spent = هذا الرابط لم يعد صالحًا
link-spent-why = استُعمل من قبل أو انتهت مدته. اطلب رابطًا جديدًا.
password-set = تمّ اختيار كلمة السر. سجّل الدخول بها.
signed-out = تمّ تسجيل خروجك.
signed-in-needed = سجّل الدخول لعرض هذه الصفحة.
form-old = بقيت هذه الصفحة مفتوحة طويلًا. لم يتغيّر شيء؛ أرسل النموذج مرة أخرى.

# مشاكل
problem-not-found = هذه الصفحة غير موجودة
problem-not-found-why = ربما حُذف ما كان هنا أو تغيّر اسمه.
problem-forbidden = لا يمكنك عرض هذه الصفحة
problem-forbidden-why = دورك لا يشمل ذلك. صاحب المتجر يمكنه تغييره في قسم الفريق.
problem-invalid-input = لا يمكن فعل ذلك هكذا
problem-invalid-input-why = شيء في العنوان أو النموذج ليس كما ينبغي.
problem-conflict = تغيّر الأمر في الأثناء
problem-conflict-why = ما أردت فعله لم يعد يناسب ما هو موجود الآن. لم يتغيّر شيء.
problem-internal = حدث خطأ عندنا
problem-internal-why = لم يضع شيء، والسجل يعلم. حاول بعد لحظات.

# الأقسام
home = الرئيسية
products = المنتجات
jobs = الأعمال
audit = سجل التغييرات
people = الفريق
find-label = اذهب إلى أي مكان وابحث عن أي شيء
find-placeholder = اذهب إلى، أو ابحث عن منتج
find-heading = النتائج
find-nothing = لا نتيجة. جرّب رقم قطعة أو بضع كلمات أو اسم صفحة.
find-places = الصفحات
find-products = المنتجات

# الرئيسية
greeting = مرحبًا { $name }
today = { $date }. { $products ->
    [one] منتج واحد للبيع.
    [two] منتجان للبيع.
    [few] { $products } منتجات للبيع.
   *[other] { $products } منتجًا للبيع.
 }
first-steps = الخطوات الأولى
step-staff = ادعُ من يعملون معك
home-now = ما يجب فعله الآن
home-stock = الكتالوج
recent-activity = آخر ما حدث
recent-none = لم يتغيّر شيء بعد. كل ما يُفعل في المكتب يُروى هنا.
whole-trail = السجل كاملًا
figure-running = أعمال جارية
figure-running-note = قيد العمل
figure-waiting = أعمال تنتظر
figure-waiting-note = دورها أو ساعتها
figure-drafts = مسودات
figure-drafts-note = ليست للبيع
figure-failed = أعمال فشلت
figure-failed-note = في قائمة الأعمال
figure-out = نفدت
figure-out-note = للبيع ولم تبق أي قطعة
figure-low = على وشك النفاد
figure-low-note = { $count ->
    [one] قطعة واحدة أو أقل
    [two] قطعتان أو أقل
    [few] { $count } قطع أو أقل
   *[other] { $count } قطعة أو أقل
 }
figure-unpriced = بدون سعر
figure-unpriced-note = على الزبون أن يسأل
figure-on-sale = للبيع
figure-on-sale-note = منتجات يراها الزبائن

# المنتجات
product-new = منتج جديد
filter-words = الاسم أو رقم القطعة أو الرمز
brand = العلامة
category = الصنف
price = السعر
stock = المخزون
changed = آخر تغيير
pick = اختر { $name }
pick-all = اختر كل ما في هذه الصفحة
bulk = تغيير المنتجات المختارة
bulk-percent = السعر بالنسبة المئوية
bulk-percent-hint = 5 ترفع 5 ٪، و -10 تخفض 10 ٪
bulk-availability = التوفّر
bulk-leave = بدون تغيير
bulk-publish = عرض للبيع
bulk-withdraw = سحب من البيع
bulk-on-order = متاح عند الطلب
bulk-apply = تغيير
products-none = لا توجد منتجات بعد
products-none-found = لا يوجد منتج كهذا
state-on-sale = للبيع
state-draft = مسودة
state-deleted = محذوف
counted = { $count ->
    [one] منتج واحد
    [two] منتجان
    [few] { $count } منتجات
   *[other] { $count } منتجًا
 }
product-facts = بيانات المنتج
sku = الرمز (SKU)
gtin = الباركود (EAN)
gtin-hint = من 8 إلى 14 رقمًا
name-fr = الاسم بالفرنسية
name-ar = الاسم بالعربية
name-en = الاسم بالإنجليزية
price-in = السعر بـ{ $currency }
price-hint = فارغ: يسأل الزبون عنه
regular-price-in = السعر العادي بـ{ $currency }
regular-price-hint = للعروض فقط: السعر السابق
cost-in = سعر الشراء بـ{ $currency }
cost-hint = لا يُعرض على الزبائن أبدًا
stock-hint = فارغ: غير معدود
availability = التوفّر
on-order = متاح عند الطلب إذا نفد
published = للبيع
oe-numbers = الأرقام الأصلية (OE)
oe-numbers-hint = رقم في كل سطر
description-fr = الوصف بالفرنسية
description-ar = الوصف بالعربية
description-en = الوصف بالإنجليزية
saved = تمّ الحفظ.
created = أُنشئ المنتج.
deleted = حُذف المنتج.
restored = عاد المنتج.
deleted-since = حُذف هذا المنتج في { $date }. لا يراه الزبائن.
delete-why = لن يراه الزبائن. يبقى هنا ويمكن استرجاعه.
clash = غيّر شخص آخر هذا المنتج في الأثناء
clash-lead = تغييراتك لم تُحفظ بعد. هذه الحقول مختلفة:
clash-field = الحقل
clash-theirs = كما هو الآن
clash-yours = كما كتبته
clash-next = ما كتبته موجود في النموذج أدناه. احفظ مرة أخرى ليحلّ محلّ الموجود الآن.
clash-take-theirs = تجاهل ما كتبته
what-happened = ما حدث
price-rose = ارتفع السعر { $percent } ٪ منذ { $date }
price-fell = انخفض السعر { $percent } ٪ منذ { $date }
price-same = السعر { $price } منذ { $date }

# سجل التغييرات
audit-lead = كل تغيير في المكتب، ومن قام به، وما كان قبله. يُقرأ ويُصدَّر ولا يُعدَّل أبدًا.
audit-none = لا شيء هنا بعد
export-csv = تصدير CSV
from-day = من
until-day = إلى

# الفريق
staff = الأشخاص
api-keys = مفاتيح API
role = الدور
roles = ما يمكن لكل دور
role-owner = صاحب المتجر
role-owner-note = كل شيء؛ وحده يدير الأشخاص والمفاتيح.
role-manager = مدير
role-manager-note = يسيّر المتجر: المنتجات والكتالوج والاستيراد والتصدير والأعمال والسجل والإعدادات.
role-clerk = بائع
role-clerk-note = يعتني بالمنتجات والعلامات والأصناف ويُدخل الملفات.
role-analyst = محلّل
role-analyst-note = يقرأ الأرقام ويصدّرها ولا يغيّر شيئًا.
role-courier = موصّل
role-courier-note = لا يرى من المكتب إلا حسابه.
second-factor = العامل الثاني
second-factor-on = مفعّل
second-factor-off = غير مفعّل
person-open = يمكنه الدخول
person-invited = مدعوّ
person-shut = مغلق
invite = دعوة شخص
invite-hint = يُرسل إليه رابط لاختيار كلمة السر، صالح لسبعة أيام.
invited = أصبح لـ{ $name } حساب. أعطه هذا الرابط؛ يعمل مرة واحدة وهو صالح لسبعة أيام:
email-taken = لهذا البريد حساب من قبل.
last-owner = هذا آخر مالك: لا بدّ للمتجر من مالك.
sessions = الأجهزة المتصلة
sessions-end = إنهاء كل الجلسات
sessions-end-why = سيلزم تسجيل الدخول من جديد على كل جهاز.
sessions-ended = انتهت كل الجلسات.
account = الحساب
account-open = إعادة فتح الحساب
account-open-why = لا يمكن لأحد الدخول به الآن.
account-shut = إغلاق الحساب
account-shut-why = لن يدخل به أحد، وتنتهي جلساته فورًا وتتوقف مفاتيحه. لا يضيع شيء من تاريخه.
my-account = حسابي
password-change = تغيير كلمة السر
password-now = كلمة السر الحالية
password-changed = تغيّرت كلمة السر. انتهت جلساتك الأخرى.
looks = اللغة والألوان
session-here = هذا الجهاز
session-end = إخراج
sign-out-everywhere = تسجيل الخروج من كل مكان
unknown-device = جهاز
key-for = لماذا هذا المفتاح؟
key-new = مفتاح جديد
key-made = هذا هو المفتاح. انسخه الآن: لن يُعرض مرة أخرى.
key-revoked = أُلغي المفتاح.
keys-none = لا توجد مفاتيح بعد. المفتاح يسمح لبرنامج باستعمال الواجهة باسمك، وبحقوق لا تزيد عمّا تختار.
scopes = ما يمكنه فعله
last-used = آخر استعمال
ends = ينتهي
never = أبدًا
revoke = إلغاء
key-open = قيد الاستعمال
key-off = ملغى

# الأعمال
jobs-lead = الأعمال الطويلة التي تتقدّم وحدها. يمكنك مغادرة هذه الصفحة.
jobs-none = لا عمل هنا
job = العمل
progress = التقدّم
begun = البداية
took = المدة
job-cancel = إيقاف
job-again = إعادة
job-cancelled = أُوقف العمل.
job-queued-again = أُعيد العمل إلى الطابور.
job-by-system = دكّان نفسه
jobs-all = الكل
job-queued = ينتظر
job-running = جارٍ
job-done = تمّ
job-failed = فشل
job-state-cancelled = متوقف
job-far = { $done } من { $total }
plain-number = { $count }
by-machine = برنامج
by-colleague = زميل

# ما تمّ
did-all-staff = الفريق
did-all-session = الجلسات
did-all-api-key = مفاتيح API
did-all-product = المنتجات
did-all-catalogue = الكتالوج
did-all-job = الأعمال
did-staff-add = أنشأ حساب
did-staff-edit = عدّل حساب
did-staff-erase = محا حساب
did-staff-set-password = اختار كلمة سر
did-staff-change-password = غيّر كلمة السر
did-staff-second-factor-on = فعّل العامل الثاني
did-staff-second-factor-off = أزال العامل الثاني
did-session-open = سجّل الدخول
did-session-end = أنهى جلسات
did-session-stolen = جاء برمز مسروق: أُنهيت الجلسة
did-api-key-add = أنشأ مفتاح API
did-api-key-revoke = ألغى مفتاح API
did-product-create = أنشأ منتجًا
did-product-edit = عدّل منتجًا
did-product-delete = حذف منتجًا
did-product-restore = استرجع منتجًا
did-product-bulk-edit = عدّل عدّة منتجات
did-catalogue-import = استيراد ملف
did-catalogue-export = تصدير الكتالوج
did-platform-prune-jobs = ترتيب الأعمال القديمة
did-platform-trim-feed = ترتيب الأخبار القديمة

# ما يمكن فعله
may-desk-view = عرض صفحة المكتب
may-products-view = عرض المنتجات
may-products-edit = تعديل المنتجات
may-costs-view = عرض أسعار الشراء
may-catalogue-edit = تعديل العلامات والأصناف والسيارات
may-catalogue-import = استيراد الملفات
may-catalogue-export = تصدير الكتالوج
may-jobs-view = عرض الأعمال
may-jobs-manage = إيقاف الأعمال وإعادتها
may-audit-view = قراءة سجل التغييرات
may-settings-view = عرض الإعدادات
may-settings-edit = تعديل الإعدادات
may-webhooks-manage = إدارة الـwebhooks

# The list and the page of products
views = عروض جاهزة
view-all = الكل
view-low = على وشك النفاد
view-out = نفدت
view-uncounted = غير معدودة
view-unpriced = بدون سعر
view-drafts = مسودات
view-deleted = محذوفة
state-any = غير محذوفة
stock-in = متوفر
stock-low = على وشك النفاد
stock-out = نفد
stock-uncounted = غير معدود
stock-pieces = المخزون (قطع)
price-from = السعر من
price-to = إلى
from-price = من { $price }
to-price = حتى { $price }
with-words = «{ $words }»
product = المنتج
on-request = عند الطلب
bulk-not-on-order = لا يمكن طلبه
bulk-whole = كل المنتجات التي يجدها هذا الفلتر، لا المختارة فقط
bulk-undo-hint = يمكنك التراجع بعد ذلك مباشرة.
bulk-says-nothing = اختر ما يجب تغييره.
bulk-nobody = اختر منتجات أولا، أو اختر كل ما يجده الفلتر.
wrong-percent = النسبة بين ‎-90 و1000، مثلا 5 أو ‎-10.
bulk-changed = { $count ->
    [0] لم يتغير أي منتج: كلها كانت كذلك.
    [one] تغير منتج واحد.
    [two] تغير منتجان.
    [few] تغيرت { $count } منتجات.
   *[other] تغير { $count } منتجا.
 }
bulk-undone = { $count ->
    [one] عاد منتج واحد كما كان.
    [two] عاد منتجان كما كانا.
    [few] عادت { $count } منتجات كما كانت.
   *[other] عاد { $count } منتجا كما كان.
 }
bulk-kept = { $count ->
    [one] منتج واحد تغير بعد ذلك وبقي كما هو.
    [two] منتجان تغيرا بعد ذلك وبقيا كما هما.
    [few] { $count } منتجات تغيرت بعد ذلك وبقيت كما هي.
   *[other] { $count } منتجا تغير بعد ذلك وبقي كما هو.
 }
first-page = الصفحة الأولى
not-saved = لم يُحفظ بعد
look-again = غيّر شخص آخر هذا المنتج للتو. لم يتغير شيء؛ انظر مرة أخرى.
regular-price = السعر العادي
cost = التكلفة
references = مراجع ماركات أخرى
references-hint = واحد في كل سطر: TRW: GDB1330
specifications = المواصفات
specifications-hint = واحدة في كل سطر: diameter-mm: 280
images = الصور
picture-file = صور للإضافة
picture-file-hint = ‏PNG أو JPEG أو WebP أو GIF، بحد أقصى 64 ميغابايت معًا. الأولى هي الرئيسية.
picture-address = أو عنوان صورة على الويب
picture-address-hint = يبدأ بـ ⁦https://⁩
picture-add = إضافة
pictures-none = لا توجد صورة بعد: يرى الزبائن رسمًا للفئة.
picture-number = الصورة { $number }
picture-earlier = تقديم الصورة { $number }
picture-later = تأخير الصورة { $number }
picture-remove = إزالة الصورة { $number }
picture-none = اختر صورة أو اكتب عنوانًا.
picture-unknown = «{ $file }» ليس PNG ولا JPEG ولا WebP ولا GIF مهما كان اسمه. لم يُضف شيء.
picture-too-large = في «{ $file }» أكثر من 50 مليون نقطة أو ضلع أطول من 16384. لم يُضف شيء.
picture-broken = يبدأ «{ $file }» كصورة ثم ينقطع. لم يُضف شيء.
price-table = كل الأسعار
fits = { $count ->
    [0] يناسب
    [one] يناسب مركبة واحدة
    [two] يناسب مركبتين
    [few] يناسب { $count } مركبات
   *[other] يناسب { $count } مركبة
 }
fits-none = لا مركبة بعد. ابحث عن واحدة أدناه.
fit-remove = لا يناسب { $name }
fit-find = إضافة مركبة
find = بحث
fit-which = أيها؟
fit-position = الموضع
fit-conditions = الشروط
fit-add = إضافة
fit-not-found = لا مركبة بهذا الاسم غير الموجودة هنا.
yes = نعم
no = لا
clash-lead-others = لم تُحفظ تغييراتك بعد. تغيرت حقول أخرى غير التي غيّرتها.
why-edited = عُدّل في المكتب
why-bulk = تعديل جماعي
why-bulk-undone = تراجع عن تعديل جماعي
why-import = استيراد { $file }
wrong-sku = رمز المنتج من 1 إلى 100 حرف، فيه حرف أو رقم على الأقل.
taken-sku = منتج آخر يحمل هذا الرمز.
taken-sku-deleted = منتج محذوف يحمل هذا الرمز. استرجعه بدلا من ذلك.
wrong-gtin = الرمز الشريطي من 8 أو 12 أو 13 أو 14 رقما، وآخرها رقم تحقق. راجعها.
wrong-product-name = المنتج المعروض للبيع يحتاج إلى اسم لا يتجاوز 500 حرف.
wrong-gone = لم يعد موجودا. اختر غيره.
wrong-amount = يُكتب المبلغ مثل 45.900 ولا يكون سالبا.
wrong-stock = عدد صحيح من القطع، أو لا شيء.
wrong-numbers = رقم في كل سطر، لا يتجاوز 100 حرف.
wrong-references = واحد في كل سطر: الماركة، نقطتان، الرقم.
wrong-specifications = واحدة في كل سطر: الاسم بحروف صغيرة وشرطات، نقطتان، القيمة.
wrong-images = الصورة مسار أو عنوان يبدأ بـ http أو https.
wrong-description = الوصف لا يتجاوز 20000 حرف.
did-product-undo-bulk-edit = تراجع عن تعديل جماعي

# Fields in the story
field-sku = الرمز
field-names = الاسم
field-descriptions = الوصف
field-brandId = العلامة
field-categoryId = الصنف
field-priceMinor = السعر
field-regularPriceMinor = السعر العادي
field-costMinor = التكلفة
field-gtin = الرمز الشريطي
field-specifications = المواصفات
field-images = الصور
field-oeNumbers = أرقام OE
field-crossReferences = مراجع أخرى
field-stockQuantity = المخزون
field-onOrder = حسب الطلب
field-published = معروض للبيع
field-fitments = المركبات
field-name = الاسم
field-email = البريد
field-role = الدور
field-device = الجهاز
field-disabled = مغلق
field-scopes = الصلاحيات
field-products = المنتجات
field-restored = المسترجعة
field-kept = المتروكة
field-change = التغيير

# The catalogue’s tables
catalogue = الكتالوج
brands = العلامات
categories = الأصناف
vehicles = المركبات
vehicle = المركبة
synonyms = المرادفات
add = إضافة
rename = تغيير الاسم
years = السنوات
removed = أُزيل.
merged = أصبحت العلامتان واحدة.
within-itself = لا يمكن وضع صنف داخل نفسه.
wrong-taken = هذا الاسم مأخوذ.
wrong-brand-name = تحتاج العلامة إلى اسم فيه حرف أو رقم على الأقل.
wrong-category-name = يحتاج الصنف إلى اسم بلغة واحدة على الأقل.
wrong-drawing = يُسمى الرسم بحروف صغيرة وشرطات.
wrong-make = تحتاج المركبة إلى صانع.
wrong-year = سنة مثل 2012؛ والأخيرة ليست قبل الأولى.
wrong-whole = عدد صحيح، أو لا شيء.
wrong-synonyms = يلزم اسمان على الأقل يميز بينهما البحث، دون «|».
brand-find = ابحث عن علامة
brand-new = علامة جديدة
brands-none = لا علامات بعد.
brands-none-found = لا علامة بهذا الاسم.
brand-merge = دمج
brand-merge-into = دمج في
brand-merge-hint = تأخذ كل منتجاتها العلامة الأخرى وتختفي هذه.
brand-delete-not = تحملها منتجات: ادمجها في أخرى.
its-products = { $count ->
    [0] لا منتجات
    [one] منتج واحد
    [two] منتجان
    [few] { $count } منتجات
   *[other] { $count } منتجا
 }
category-new = صنف جديد
category-within = داخل
category-top = في الأعلى
category-delete-why = فقط عندما لا يكون فيه شيء، لا منتج ولا صنف.
categories-none = لا أصناف بعد.
tree-hint = اسحب الصنف إلى مكانه، أو حرّكه بالأسهم.
tree-up = رفع { $name }
tree-down = إنزال { $name }
tree-in = وضع { $name } داخل الصنف السابق
tree-out = إخراج { $name } من صنفه
drawing = الرسم
drawing-hint = اسم الرسم الذي يظهر عندما لا تكون للمنتج صورة، مثلا brake-pad
vehicle-new = مركبة جديدة
vehicle-find = ابحث عن مركبة
vehicles-none = لا مركبات بعد.
vehicles-none-found = لا مركبة فيها كل هذه الكلمات.
vehicle-delete-why = فقط عندما لا يناسبها أي منتج.
vehicle-make = الصانع
vehicle-model = الطراز
vehicle-generation = الجيل
vehicle-series = السلسلة
vehicle-year-from = أول سنة
vehicle-year-to = آخر سنة
vehicle-engine = المحرك
vehicle-fuel = الوقود
vehicle-power = القدرة (kW)
vehicle-body = الهيكل
vehicle-drive = العجلات الدافعة
vehicle-transmission = علبة السرعات
fuel-diesel = ديزل
fuel-petrol = بنزين
fuel-hybrid = هجين
fuel-electric = كهربائي
fuel-lpg = غاز
synonyms-lead = أسماء الشيء الواحد: من يبحث عن أحدها يجد الأخرى أيضا.
synonyms-find = ابحث عن كلمة
synonyms-new = مجموعة جديدة
synonyms-none = لا مجموعة فيها هذه الكلمة.
synonyms-words = الأسماء
synonyms-words-hint = واحد في كل سطر، اثنان على الأقل
did-brand-create = أنشأ علامة
did-brand-rename = غيّر اسم علامة
did-brand-delete = حذف علامة
did-brand-merge = دمج علامتين
did-category-create = أنشأ صنفا
did-category-edit = عدّل صنفا
did-category-move = نقل صنفا
did-category-delete = حذف صنفا
did-vehicle-create = أنشأ مركبة
did-vehicle-edit = عدّل مركبة
did-vehicle-delete = حذف مركبة
did-synonyms-add = أضاف مرادفات
did-synonyms-edit = عدّل مرادفات
did-synonyms-delete = حذف مرادفات
did-synonyms-replace = استبدل كل المرادفات

# Settings and the second factor
settings = الإعدادات
settings-lead = هوية المتجر وكيف يبيع تُضبطان هنا. أما الباقي فيُضبط في dukkan.toml أو بمتغيرات البيئة ويسري من التشغيل القادم.
settings-shop = المتجر
settings-trade = التجارة
settings-guard = البريد والحماية
settings-address = العنوان العام
settings-phones = الهواتف
settings-whatsapp = واتساب
settings-zone = المنطقة الزمنية
settings-currency = العملة
settings-step = تقريب الأسعار المحسوبة
settings-low = على وشك النفاد ابتداء من
settings-vehicles = يبيع للمركبات
settings-mail = يرسل البريد
settings-rate-address = طلبات API لكل عنوان
settings-rate-account = طلبات API لكل حساب
settings-rate-sign-in = محاولات الدخول
per-minute = { $count } في الدقيقة
second-factor-why = رمز من هاتفك إضافة إلى كلمة المرور: من يسرق أحدهما لا يدخل دون الآخر.
second-factor-set-up = إعداد عامل ثان
second-factor-remove = إزالة العامل الثاني
second-factor-how = افتح تطبيق المصادقة، صوّر هذا الرمز، ثم اكتب الأرقام الستة التي يعرضها.
second-factor-qr = رمز يُصوَّر بتطبيقك
second-factor-secret = دون كاميرا، اكتب هذا في التطبيق:
second-factor-code-hint = ستة أرقام
second-factor-confirm = تأكيد
recovery-codes = رموزك الاحتياطية
recovery-codes-why = العامل الثاني مفعّل. إن ضاع الهاتف، يحل كل رمز من هذه محله مرة واحدة. اطبعها أو دوّنها: لن تظهر مرة أخرى.
recovery-codes-kept = دوّنتها
field-priceByBasisPoints = السعر (أجزاء من مئة من ٪)

# Files
files = الملفات
files-lead = استورد ما يأتي من الموردين، وصدّر الكتالوج.
import = استيراد
import-file = الملف
import-file-hint = CSV أو Excel أو JSON Lines أو ACES أو PIES؛ لا يتجاوز 64 ميغابايت. تُعرف الأعمدة بأسمائها.
import-kind = يحتوي على
import-kind-auto = يُعرف تلقائيا
import-try = تجربة
import-try-hint = لا شيء يتغير بعد: ترى أولا ما سيحدث.
import-trying = التجربة جارية
import-running = الاستيراد جار
import-would = تجربة: { $rows } سطر، { $refused ->
    [0] كلها سليمة.
   *[other] { $refused } منها تُترك.
 }
import-did = استُورد: { $rows } سطر، { $refused ->
    [0] كلها سليمة.
   *[other] { $refused } منها تُركت.
 }
import-problems = { $count ->
    [one] ملاحظة واحدة
    [two] ملاحظتان
    [few] { $count } ملاحظات
   *[other] { $count } ملاحظة
 }
import-problems-file = تنزيل الأسطر المرفوضة
import-what = ماذا
import-new = جديدة
import-changed = معدّلة
import-same = كما هي
import-removed = أُزيلت
import-apply = استيراد فعلي
import-apply-hint = الأسطر نفسها مرة ثانية لا تغيّر شيئا.
import-see = عرض المنتجات
import-line = السطر
import-column = العمود
import-value = القيمة
import-reason = السبب
import-refused = مرفوض
import-warning = للتحقق
imports-recent = آخر عمليات الاستيراد
wrong-file = اختر ملفا غير فارغ.
export = تصدير
export-what = ماذا
export-format = الصيغة
export-order = كتابة الملف
export-ordered = الملف قيد الكتابة. سيظهر أدناه.
exports-recent = آخر عمليات التصدير
fitments = المطابقات
did-import-receive = أرسل ملفا
did-import-apply = بدأ استيرادا
did-import-done = أنهى استيرادا
did-export-order = طلب تصديرا
did-picture-add = أضاف صورة
field-rows = الأسطر
field-bytes = بايت
field-refused = المتروكة
step-products = استورد منتجاتك

# البرامج وإعدادات المتجر والعروض المحفوظة
programs = البرامج
webhooks = الإشعارات الآلية
webhooks-lead = ما تُخبَر به البرامج الأخرى، والمفاتيح التي تسأل بها.
webhooks-none = لا إشعار آلي بعد. إنه يخبر أحد برامجك، كبرنامج المحاسبة، بما يتغير في المتجر.
webhook-new = إشعار آلي جديد
webhook-add = إضافة
webhook-url = العنوان
webhook-url-hint = علني ويبدأ بـ ⁦https://⁩
webhook-description = ما هو؟
webhook-events = بماذا يُخبَر
webhook-last = آخر استلام
webhook-open = يعمل
webhook-failing = يفشل
webhook-paused = متوقف
webhook-paused-since = متوقف منذ { $date }:
webhook-resume = متابعة
webhook-pause = إيقاف مؤقت
webhook-test = إرسال تجربة
webhook-rotate = سر جديد
webhook-do = ما يمكن فعله
webhook-do-hint = بعد سر جديد يوقّع السابق أيضًا لمدة يوم. الحذف يأخذ معه الإرسالات.
webhook-what = الإشعار الآلي
webhook-tested = انطلق؛ وتظهر نتيجته بين الإرسالات.
webhook-secret-shown = هذا سر التوقيع. انسخه الآن: لن يُعرض مرة أخرى.
webhook-old-secret = السر السابق يوقّع أيضًا حتى { $date }.
wrong-webhook-url = لا يصلح هذا العنوان: يجب أن يكون علنيًا ويبدأ بـ ⁦https://⁩ أو ⁦http://.⁩
wrong-webhook-description = سطر واحد لا يزيد على 200 حرف.
wrong-webhook-events = اختر شيئًا واحدًا على الأقل يُخبَر به.
deliveries = الإرسالات
deliveries-none = لم يُرسل شيء بعد. أرسل تجربة لترى هل تُستلم.
delivery-event = بماذا أُخبر
delivery-body = ما يُرسل
delivery-taken = استُلم
delivery-attempts = المحاولات
delivery-replay = إعادة الإرسال
event-ping = تجربة
event-product-updated = منتجات جديدة أو تغيرت
event-product-deleted = منتجات أزيلت
event-brand-updated = علامات جديدة أو تغيرت
event-brand-deleted = علامات أزيلت
event-category-updated = فئات جديدة أو تغيرت
event-category-deleted = فئات أزيلت
event-vehicle-updated = تغيرت المركبات
did-all-webhook = الإشعارات الآلية
did-all-settings = الإعدادات
did-webhook-add = أضاف إشعارًا آليًا
did-webhook-edit = غيّر إشعارًا آليًا
did-webhook-delete = حذف إشعارًا آليًا
did-webhook-pause = أوقف إشعارًا آليًا يفشل
did-webhook-replay = أعاد إرسالًا
did-webhook-rotate-secret = أعطى إشعارًا آليًا سرًا جديدًا
did-webhook-test = أرسل تجربة
did-webhooks-deliver = خبر لبرنامج
did-webhooks-prune = رُتبت الإرسالات القديمة
did-settings-edit = غيّر إعدادات المتجر
did-settings-views = غيّر عروضه المحفوظة
field-url = العنوان
field-description = الوصف
field-events = الأحداث
field-paused = متوقف
field-delivery = إرسال
field-tagline = الشعار
field-phones = الهواتف
field-whatsapp = واتساب
field-order-days = أيام الطلب
field-country = البلد
field-branches = الأماكن
field-views = العروض
view-keep = حفظ كعرض لي
view-name = ماذا نسميه؟
view-remove = إزالة عرضي «{ $name }»
view-removed = أُزيل عرضك.
wrong-view = يحتاج العرض إلى اسم لا يزيد على 40 حرفًا، ويمكن حفظ 20 عرضًا.
settings-shop-why = يراه الزبائن فورًا في كل صفحة.
settings-place = كيف يعمل
settings-changed = غيّر شخص آخر الإعدادات للتو. ما كتبته باقٍ أدناه؛ احفظ مرة أخرى ليحل محل ما كتب.
settings-name = اسم المتجر
settings-tagline = سطر عما يبيعه
settings-phones-hint = رقم في كل سطر كما يكتبه الناس
settings-whatsapp-hint = تُرسل الطلبات إليه؛ فارغ: لا تعرضه أي صفحة
settings-order-days = أيام العمل لقطعة تحت الطلب
settings-order-days-hint = حتى يمكن استلامها
settings-country = البلد
settings-country-hint = حرفان مثل TN
settings-kind = ماذا يبيع وكيف
settings-trade-why = يسري فورًا في المتجر وفي المكتب.
settings-step-hint = الأسعار التي تتغير بالنسبة المئوية تصير من مضاعفاته
settings-low-hint = عند هذا العدد من القطع أو أقل يقرأ الزبائن «على وشك النفاد» وينبه المكتب
wrong-price-step = مبلغ فوق الصفر مثل 0.100، ومليون من أصغر وحدة على الأكثر.
wrong-low-stock = عدد صحيح من القطع، 100000 على الأكثر.
settings-weather = الطقس
settings-weather-why = أين يقع المتجر. عندها تراعي التوقعات الطقس للقطع التي فسّر ماضيها؛ ودون الرقمين لا يُطلب شيء.
weather-latitude-hint = شمالاً، مثل 36.8
weather-longitude-hint = شرقاً، مثل 10.18
weather-known = عدد الأيام المعروفة { $days }، من { $first } إلى { $last }.
weather-foretold = الأيام القادمة متوقَّعة حتى { $last }.
weather-source = مصدر الطقس
wrong-latitude = درجات من -90 إلى 90، مثل 36.8، مع خط الطول.
wrong-longitude = درجات من -180 إلى 180، مثل 10.18، مع خط العرض.
branches = الأماكن
branches-hint = أين يمكن زيارة المتجر، الرئيسي أولًا. المكان الذي كل حقوله فارغة يُزال.
branch = مكان
branch-new = مكان آخر
branch-name = كيف يسميه الناس
branch-address = الشارع والرقم
branch-city = المدينة
branch-postal = الرمز البريدي
branch-phone = هاتفه الخاص
branch-latitude = خط العرض
branch-longitude = خط الطول
branch-hours = أوقات العمل
branch-opens = يفتح
branch-closes = يغلق
day-monday = الاثنين
day-tuesday = الثلاثاء
day-wednesday = الأربعاء
day-thursday = الخميس
day-friday = الجمعة
day-saturday = السبت
day-sunday = الأحد
wrong-line = سطر واحد لا يزيد على 200 حرف.
wrong-phone = رقم مثل ‎+216 71 000 000‎ من 6 إلى 15 رقمًا.
wrong-country = حرفان مثل TN.
wrong-days = عدد صحيح من 0 إلى 365.
wrong-degrees = درجات مثل 35.825.
wrong-hours = الوقتان معًا مثل 08:00 و12:30، والأول قبل الثاني.

# أسباب الاستيراد والبوابة
import-nothing-good = رُفضت كل الأسطر: لا شيء لإدخاله. صحّح الملف وأرسله من جديد.
import-another = إرسال ملف آخر
no-session-here = لا يمكن تسجيل الدخول من هذا العنوان
no-session-why = إنه HTTP عادي ولا يحفظ متصفحك تسجيل الدخول عليه. افتح المكتب بعنوانه ⁦https://⁩ أو على الجهاز نفسه: ⁦http://127.0.0.1.⁩
note-rows = { $count ->
    [one] سطر واحد
    [two] سطران
    [few] { $count } أسطر
   *[other] { $count } سطرًا
 }
note-aside = { $count ->
    [0] كلها سليمة
   *[other] تُرك منها { $count }
 }
remark-columns = أعمدة تُركت: { $columns }
remark-fields = حقول تُركت: { $fields }
reason-no-sku = ليس في السطر رمز منتج فيه حرف أو رقم على الأقل.
reason-no-amount = ليس مبلغًا: المبلغ أرقام وفاصلة عشرية واحدة مثل { $example }.
reason-negative = لا يمكن أن يكون سالبًا.
reason-too-dear = سعر مرتفع إلى هذا الحد لا يمكن أن يكون مقصودًا.
reason-whole = يلزم عدد صحيح.
reason-yes-no = يلزم نعم أو لا (1, 0, oui, non, نعم, لا).
reason-no-name = لا يمكن عرض منتج بلا اسم للبيع.
reason-no-brand = لا يعرف المتجر علامة بهذا الاسم.
reason-no-category = لا يعرف المتجر فئة بهذا الاسم.
reason-no-vehicle = لا يعرف المتجر مركبة بهذا الاسم.
reason-twice = ورد هذا الرمز سابقًا في الملف نفسه.
reason-slug-taken = لمنتج آخر هذا العنوان.
reason-category-name = تحتاج الفئة إلى اسم.
reason-no-parent = لا فئة بهذا الاسم خارج هذه الفئة.
reason-no-make = تحتاج المركبة إلى صانع.
reason-years = السنة الأخيرة قبل الأولى.
reason-no-years = ليست سنوات: مثل 2012-2020 أو 2012- أو 2015.
reason-too-long = أطول من { $number } حرف.
reason-no-slug = العنوان أحرف صغيرة وأرقام وشرطات فقط.
reason-gtin = للرمز الشريطي 8 أو 12 أو 13 أو 14 رقمًا.
reason-check-digit = رقم التحقق خاطئ.
reason-no-day = ليس يومًا في التقويم: اكتب 2025-03-31 أو 31/03/2025.
reason-not-yet = لم يأتِ هذا اليوم بعد.
reason-no-product = لا منتج في المتجر بهذا المرجع؛ استورد المنتج أولاً.
reason-too-many = أكثر من { $number }: هذا كثير.
reason-specification = هذا ليس اسم خاصية.
reason-encoding = فيه بايتات بترميز آخر؛ احفظ الملف بترميز UTF-8.
reason-character = فيه حرف لا يرد في نصوص المتاجر.
reason-json = السطر ليس كائن JSON.
reason-no-column = لا عمود معروف كرمز المنتج (أو للمركبات كصانع وطراز). سمِّ عمودًا «sku».
reason-torn = لا يمكن قراءة الملف أبعد من هنا.
reason-workbook = هذا ليس ملف Excel يمكن قراءته.
pictures-count = { $count ->
    [0] لا شيء
    [one] صورة واحدة
    [two] صورتان
    [few] { $count } صور
   *[other] { $count } صورة
 }
field-paths = الأحجام
jobs-none-why = يظهر هنا استيراد الملفات وتصديرها وصيانة المتجر أثناء العمل وبعده.
categories-none-why = أنشئ الأولى هنا؛ أو أدخل ملف منتجات فتُنشأ فئاته تلقائيًا.
# Demand
forecasts = التوقعات
forecast-overview = نظرة عامة
forecast-accuracy = الموثوقية
forecast-rules = القواعد
forecast-rules-lead = ما الذي تريد أن تُنبَّه إليه، وبأي هامش أمان تطلب. تتبع المقترحات ذلك فوراً.
forecast-run-now = إعادة الحساب الآن
forecasts-ordered = يُعاد حساب التوقعات؛ يمكنك المتابعة.
forecast-ran = حُسبت في { $when }: { $products } منتجاً، أُعيد منها { $fitted }.
forecast-history = المبيعات معروفة من { $first } إلى { $last }.
forecast-gaps = أسابيع بلا أي بيع، لا تُحسب طلباً معدوماً:
forecast-none = لا توجد توقعات بعد: أدخل أولاً سجل المبيعات.
forecast-sentence = نحو { $pieces } قطعة في الأسابيع الأربعة القادمة؛ وتسع مرات من عشر لا أكثر من { $most }.
forecast-sentence-rare = بيع نادر: على الأرجح لا شيء في الأسابيع الأربعة؛ وتسع مرات من عشر لا أكثر من { $most }.
shop-sentence-more = سيبيع المتجر نحو { $pieces } قطعة في 4 أسابيع، أي { $percent } % أكثر من الأربعة الماضية
shop-sentence-less = سيبيع المتجر نحو { $pieces } قطعة في 4 أسابيع، أي { $percent } % أقل من الأربعة الماضية
shop-sentence-same = سيبيع المتجر نحو { $pieces } قطعة في 4 أسابيع، مثل الأربعة الماضية
chart-sold = بيع
chart-ahead = القادم
chart-how = الأعمدة: المبيع كل أسبوع. الخط: المتوقع؛ كلما كان أغمق كان أرجح (50، 80، 95 %). ×: نفاد.
forecast-to-do = ما يجب فعله
forecast-first = أولاً
forecast-find = عرض مرجع
forecast-find-go = عرض
forecast-product = بطاقة المنتج
sales-import = إدخال المبيعات
sales-import-hint = CSV أو Excel: التاريخ، المرجع، الكمية؛ ويُفضل السعر ومخزون المساء. الملف نفسه مرتين لا يغيّر شيئاً.
insight-restock = للطلب
insight-restock-note = المخزون لن يكفي حتى التسليم.
insight-season = موسم
insight-season-note = فئات تُباع أكثر بكثير في الأسابيع القادمة.
insight-spike = ارتفاع
insight-spike-note = أكثر طلباً من المعتاد بكثير.
insight-decline = انخفاض
insight-decline-note = أقل طلباً من المعتاد بكثير.
insight-dead-stock = مخزون راكد
insight-dead-stock-note = لم يعد أحد يشتريه.
insight-overstock = مخزون زائد
insight-overstock-note = أكثر مما سيُباع لمدة طويلة.
insight-drift = خارج التوقع
insight-drift-note = المبيعات خارج ما كان متوقعاً.
insights-none = لا شيء من هذا النوع الآن
urgency-today = اليوم
urgency-week = هذا الأسبوع
urgency-later = يمكن أن ينتظر
proposal-restock = اطلب { $order } قبل { $by }
proposal-today-restock = اطلب { $order } اليوم
proposal-late-restock = اطلب { $order } دون تأخير: كان ذلك لازماً منذ { $by }
why-restock = { $stock ->
    [0] لم يبق شيء في المخزون، نحو { $weekly } في الأسبوع.
   *[other] { $stock } في المخزون، نحو { $weekly } في الأسبوع: تكفي حتى { $until }.
} محسوب لتلبية { $rule } % من الطلب.
why-undated-restock = { $stock } في المخزون، نحو { $weekly } في الأسبوع. محسوب لتلبية { $rule } % من الطلب.
proposal-season = حضّر للموسم
why-season = نحو { $weekly } في الأسبوع بعد شهر إلى ثلاثة، مقابل { $usual } في المتوسط: كما في السنوات الماضية.
proposal-spike = راجع المخزون قبل الارتفاع
why-spike = متوقع نحو { $weekly } في الأسبوع، مقابل { $usual } عادة.
proposal-decline = اطلب أقل
why-decline = متوقع نحو { $weekly } في الأسبوع، مقابل { $usual } عادة.
proposal-dead-stock = صفِّ أو أرجع { $stock } قطعة
why-dead-stock = لا بيع منذ { $weeks } أسبوعاً (آخر بيع: { $last })؛ { $money } مجمّدة.
proposal-overstock = لا تطلب المزيد؛ وربما خفّض السعر
why-overstock = { $stock } في المخزون تكفي { $weeks } أسبوعاً؛ { $money } زائدة.
proposal-drift = انظر ما الذي تغيّر
why-drift = بيع { $usual } في الأسبوع خلال { $weeks } أسابيع، خارج المتوقع؛ أُعيد حساب التوقع.
order-list-export = تصدير الطلبية
order-pieces = الكمية
order-by = قبل
order-stock = في المخزون
order-weekly = أسبوعياً
order-why = السبب
weeks-ahead = الأسابيع القادمة
weeks-past = الأسابيع الماضية
week-from = أسبوع
week-mean = المتوقع
week-likely = مرجّح (80 %)
week-most = على الأكثر (97.5 %)
week-sold = المبيع
week-out = نفاد المخزون
week-odd = غير معتاد
forecast-totals = الفئات الأكثر مبيعًا قريبًا
totals-before = بيع (4 أسابيع)
totals-ahead = القادم
totals-change = الفرق
totals-how = كل مجموع هو حاصل جمع منتجاته.
sales-days = أيام المنتجات
taught = تعلّم في { $when } من { $products } منتجًا، من مبيعات ما قبل { $until } (البيانات { $data }).
card-taught = التعلّم
card-pinned = اخترتموها
card-pin-waits = يسري اختياركم مع الحساب القادم
card-champion = أفضل في التجارب من الطريقة المعتادة
pin-model = طريقة هذا المنتج
pin-none = الأفضل في التجارب
pin-go = اختيار
accuracy-drifted = خرجت الأسابيع الأخيرة عمّا وعدت به التجارب، فأعيد تعليم النماذج.
model-card = مصدر هذا الرقم
card-model = الطريقة
card-class = الطلب
card-made = حُسب في
card-data = الأسابيع المعروفة
card-error = الخطأ في أسابيع الاختبار
card-within = وقع ضمن المرجّح
demand-parts = مكوّنات الطلب
year-course = مجرى السنة: كل شهر مقارنة بالمتوسط
note-trend = آخر 13 أسبوعاً: { $percent } % مقارنة بالعام السابق.
accuracy-lead = أُخفيت آخر { $weeks } أسابيع ثم تُوقعت: هذا مقدار خطأ كل طريقة.
accuracy-calibration = المجال المعلن بنسبة 80 % احتوى { $percent } % مما حدث.
accuracy-live = منذ ذلك، فعلياً، على { $products } منتجاً: الخطأ { $error }، ضمن المجال { $within }.
accuracy-method = الطريقة
accuracy-bias = الانحياز
accuracy-within = ضمن المجال (80 %)
accuracy-how = WMAPE: مجموع الفروق كنسبة من المبيعات. RMSE: الخطأ لكل منتج.
accuracy-zero = «صفر دائماً» له هنا أصغر WMAPE لأن أسابيع كثيرة لا بيع فيها، وفيها لا يخطئ أبداً. ولو اتُّبع لبقي الرف فارغاً في سائر الأسابيع: لا نختار أبداً على أساس WMAPE، والانحياز يبيّن ما يفوته.
accuracy-fallbacks = متوقعة بطريقة احتياطية
method-forecast = توقعاتنا
method-zero = صفر دائماً
method-naive = مثل الأسبوع الماضي
method-seasonal = مثل العام الماضي
method-average = متوسط 13 أسبوعاً
class-all = كل المنتجات
class-smooth = طلب منتظم
class-erratic = طلب متقلب
class-intermittent = طلب متقطع
class-lumpy = طلب نادر ومجمّع
class-unknown = طلب غير معروف بعد
model-pooled-prior = حسب المنتجات المشابهة
model-histogram = عدّ المبيعات مع المنتجات المشابهة
model-moving-average = متوسط متحرك
fallback-no-history = لا سجل
fallback-no-sales = لا مبيعات بعد
fallback-short-history = سجل قصير
fallback-too-large = كميات أكبر من العدّ
fallback-not-fitted = تعذّر ضبط أي نموذج
rule-service-percent = نسبة الطلب الملبّاة (%)
rule-service-percent-hint = من 50 إلى 99. كلما ارتفع زاد المخزون.
rule-lead-time-days = مدة التسليم (أيام)
rule-lead-time-days-hint = من الطلب إلى الوصول.
rule-review-days = بين طلبيتين (أيام)
rule-review-days-hint = من 1 إلى 28.
rule-spike-percent = ارتفاع ابتداء من (% من المعتاد)
rule-spike-percent-hint = 180: نحو الضعف.
rule-decline-percent = انخفاض دون (% من المعتاد)
rule-decline-percent-hint = 50: أقل من النصف.
rule-dead-weeks = راكد بعد (أسابيع بلا بيع)
rule-dead-weeks-hint = من 4 إلى 260.
rule-overstock-weeks = زائد فوق (أسابيع)
rule-overstock-weeks-hint = أقصى مدة يكفيها المخزون.
rule-season-percent = موسم ابتداء من (% من السنة)
rule-season-percent-hint = 140: خُمسان فوق المتوسط.
rule-idle-money-minor = مال مجمّد يُنبَّه إليه
rule-idle-money-minor-hint = دونه لا تنبيه على الراكد أو الزائد.
wrong-rule = من { $least } إلى { $most }.
did-orion-train = تعليم نماذج التوقع
did-orion-run = توقعات المتجر
did-orion-import-sales = استيراد المبيعات
did-orion-weather = الطقس للتوقعات
did-forecasts-pin = اختيار طريقة توقع
did-forecasts-apply = إدخال المبيعات
did-forecasts-run = طلب التوقعات
did-forecasts-rules = تعديل قواعد التوقعات
did-forecasts-import = إرسال ملف مبيعات
may-forecasts-view = عرض التوقعات
may-forecasts-manage = إدارة التوقعات
note-out = { $count ->
    [one] أسبوع نفاد واحد، لا يُحسب طلباً معدوماً.
    [two] أسبوعا نفاد، لا يُحسبان طلباً معدوماً.
   *[other] أسابيع نفاد: { $count }، لا تُحسب طلباً معدوماً.
 }
note-odd = { $count ->
    [one] أسبوع غير معتاد واحد، مُعلَّم ومحفوظ.
    [two] أسبوعان غير معتادين، معلَّمان ومحفوظان.
   *[other] أسابيع غير معتادة: { $count }، معلَّمة ومحفوظة.
 }
wrong-number = المطلوب رقم.
model-global = نموذج متعلَّم من كل المنتجات
model-ensemble = عدة نماذج موزونة حسب ماضيها
model-regression = العروض والطقس وعمر السيارات، متعلَّمة من كل المنتجات التي تتبعها

# الإرسالات والترتيب والطلب في الصفحة الأولى
home-demand = ما تقوله التوقعات
figure-paused = مستقبِلون متوقفون
figure-paused-note = برامج لم يعد يصلها شيء
did-catalogue-prune-files = ترتيب الملفات القديمة
did-catalogue-prune-pictures = ترتيب الصور غير المستعملة
note-deleted = { $count ->
    [0] لا شيء للترتيب
    [one] رُتب واحد
    [two] رُتب اثنان
    [few] رُتبت { $count }
   *[other] رُتب { $count }
 }
reason-paused = لم يُرسل: المستقبِل متوقف.
reason-secret-lost = سر المتجر ليس السر الذي خُتم به سر التوقيع: جدّد سر التوقيع.
reason-gone = أجاب 410: لم يعد يريد شيئًا.
reason-redirect = أجاب { $number }: لا نتبع التحويلات.
reason-redirects = حوّل الطلب أكثر من { $number } مرات.
reason-answered = أجاب { $number }.
reason-bad-address = لا يمكن الاتصال بعنوانه.
reason-forbidden-address = عنوانه غير مسموح: يقود إلى شبكة خاصة أو إلى منفذ غير 80 و443.
reason-slow = لا جواب خلال { $number } ثانية.
reason-large-answer = جوابه أكبر من { $number } بايت.
reason-connection = فشل الاتصال.
reason-given-up = تُرك: كل محاولة انتهت مع البرنامج الذي قام بها.
reason-tired = { $count ->
    [one] كل المحاولات فشلت منذ يوم؛ آخر مرة:
    [two] كل المحاولات فشلت منذ يومين؛ آخر مرة:
    [few] كل المحاولات فشلت منذ { $count } أيام؛ آخر مرة:
   *[other] كل المحاولات فشلت منذ { $count } يومًا؛ آخر مرة:
 }
accuracy-champions = { $count ->
    [one] تفوز طريقة أخرى غير المعتادة في تجارب منتج واحد.
   *[other] منتجات تفوز في تجاربها طريقة أخرى غير المعتادة: { $count }.
 }

# Rarer reasons, notes and remarks of files
reason-long-row = أحد الأسطر أطول مما يمكن أن يكون عليه سطر.
reason-many-days = في الملف أكثر من خمسة ملايين يوم من مبيعات المنتجات: قسّمه إلى أجزاء.
reason-encoding-name = لا ترميز بهذا الاسم؛ المعروف utf-8 وwindows-1252 وwindows-1256 وutf-16le.
reason-count = يذكر الملف عددًا من التطبيقات غير ما فيه: قد يكون بعضها ناقصًا.
reason-action = هذا الحرف لا يعني شيئًا هنا: A يضيف وC يغيّر وN يبقي كما هو وD يحذف.
reason-vcdb = هذا الرقم خارج أرقام جداول المعيار.
reason-base-vehicle = يلزم التطبيق BaseVehicle أو Years وMake وModel.
reason-year = هذه ليست سنة طراز.
reason-stands-out = رقم غريب: لا مركبة أخرى في هذا الملف لها رقم بهذا الكبر.
reason-xml = الملف غير سليم البنية، أو فيه ما لا يحتاج إليه ملف مثله.
reason-no-vehicles = هذا المتجر لا يبيع للمركبات، والملف يذكر ما يناسبها.
reason-currency = السعر بعملة غير عملة المتجر: تُرك.
reason-unknown-field = لا حقل بهذا الاسم.
reason-json-value = القيمة من نوع غير ما يحمله هذا الحقل.
reason-json-list = يبدأ بالعلامة ⁦[⁩ وليس قائمة.
reason-price-or-request = للمنتج سعر أو يُعطى سعره عند الطلب، لا كلاهما.
reason-number = يلزم عدد بين ⁦−1000000000⁩ و⁦1000000000⁩.
reason-empty = لا يمكن أن يكون فارغًا.
reason-no-sales-column = لا عمود يُعرف بأنه { $columns }. سمِّ أعمدة كل بيع ⁦date⁩ و⁦sku⁩ و⁦quantity⁩.
reason-not-kept = لم يعد الملف محفوظًا: أرسله مرة أخرى.
reason-not-tried = لم يُجرَّب من هذا الملف ما يمكن إدخاله.
reason-unpacks = حجمه بعد فك الضغط أكبر بكثير من أي ملف جداول حقيقي.
reason-no-forecast = تعذر إعداد التوقعات.
reason-weather-answered = أجابت خدمة الطقس { $number }.
reason-no-weather = لم ترسل خدمة الطقس ما يمكن أن يكون طقساً.
failure-database = تعطلت قاعدة بيانات المتجر؛ التفاصيل في سجل الخادم.
failure-disk = تعطل قرص المتجر أو امتلأ؛ التفاصيل في سجل الخادم.
failure-inside = حدث عطل داخل دكان؛ التفاصيل في سجل الخادم.
reason-specification-pair = هذه ليست خاصية: الخاصية اسم=قيمة.
reason-rest-unread = لم يُقرأ ما بعد ذلك.
reason-no-position = حُفظ التوافق دون موضع.
remark-unread = لم يُقرأ الملف كاملًا: لم يُحذف أي توافق.
remark-removed = { $count ->
    [one] حُذف توافق واحد لا يذكره الملف.
    [two] حُذف توافقان لا يذكرهما الملف.
   *[other] توافقات لا يذكرها الملف وحُذفت: { $count }
 }
remark-kept = { $count ->
    [one] قطعة واحدة تحتفظ بكل توافقاتها لأن بعضها لم يُقرأ.
    [two] قطعتان تحتفظان بكل توافقاتهما لأن بعضها لم يُقرأ.
   *[other] قطع تحتفظ بكل توافقاتها لأن بعضها لم يُقرأ: { $count }
 }
note-nothing-sold = لم يُبع شيء بعد.
note-weather = { $count ->
    [zero] لا يوم جديداً من الطقس
    [one] يوم واحد من الطقس
    [two] يومان من الطقس
    [few] { $count } أيام من الطقس
    [many] { $count } يوماً من الطقس
   *[other] { $count } يوم من الطقس
}
note-foretold = { $count ->
    [zero] لا يوم متوقَّعاً
    [one] يوم واحد متوقَّع
    [two] يومان متوقَّعان
    [few] { $count } أيام متوقَّعة
    [many] { $count } يوماً متوقَّعاً
   *[other] { $count } يوم متوقَّع
}
note-no-place = موقع المتجر غير مضبوط.
note-forecast = منتجات: { $products }، أُعيد حساب { $fitted } منها
