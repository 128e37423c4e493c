"""The words for each service in languages that people write and we answer in English: one table, to be read and added to.

Folded like those of `service_words.py`; unreviewed by people who speak them. A word that means something in another
language of ours is left out ("do an" is food in Vietnamese, and English too).
"""

from __future__ import annotations

TABLE = """
naloxone
  ht: nalokson | espre nen | espre pou nen
  so: dawada sanka | buufinta sanka | buufiska sanka
  ln: nkisi ya zolo
  ar: نالوكسون | النالوكسون | بخاخ الانف | بخاخ
  ru: налоксон | налоксона | налоксоном
  vi: thuoc xit mui | thuoc xit
syringe_services
  ht: zegwi | zegi | sereng | echanj zegwi
  so: irbad | irbado | irbadaha | cirbad | cirbado
  ln: ntonga | bantonga | batonga
  ar: ابر | ابرة | حقن | محاقن | ابر نظيفة | حقن نظيفة
  ru: шприц | шприцы | шприцев | иглы | иголки | обмен шприцев
  vi: kim tiem | kim sach | ong chich | doi kim
treatment
  ht: tretman | metadon | siboksonn
  so: daawayn | daaweyn | daawaynta | daaweynta
  ar: علاج | علاج الادمان | ميثادون | سوبوكسون
  ru: метадон | метадона | метадоном | бупренорфин | лечение | реабилитация | реабилитацию
  vi: dieu tri | cai nghien
detox
  ht: detoks | dezentoksikasyon
  ar: ديتوكس | سحب السموم | ازالة السموم
  ru: детокс | детокса | детоксикация | детоксикацию
  vi: giai doc
recovery_support
  ar: مجموعة دعم
  ru: группа поддержки | группу поддержки | анонимные наркоманы
  vi: nhom ho tro
hiv_hep_testing
  ht: tes sida | tes vih | tes hiv
  so: baarista hiv | baaritaan hiv
  ln: komeka makila
  ar: فحص الايدز | فحص hiv | فحص الكبد
  ru: вич | анализ на вич | гепатит
  vi: viem gan | xet nghiem | xet nghiem hiv | thu hiv
food
  ht: manje | bank manje
  so: cunto | cunno | raashin
  ln: bilei | bilia | koliya
  ar: طعام | اكل | بنك الطعام
  ru: еда | еду | поесть | продукты
  vi: thuc an | tim do an | do an mien phi | thuc pham
shelter
  ht: kote pou m domi | kote m ka domi | kote pou domi | ka domi
  so: hooy | hoy | seexan | seexdo | seexanayaa
  ln: nalali wapi | kolala | nakolala | esika ya kolala
  ar: ملجا | ماوى | مكان للنوم | انام
  ru: приют | ночлег | переночевать | ночевать
  vi: cho ngu | cho o | nha tam tru
basic_needs
  ht: rad cho | jwenn rad | benyen
  so: dhar | dharka | qubays | qubaysto | qubeys
  ln: bilamba | kosukola
  ar: ملابس | ثياب | استحمام
  ru: помыться | душ | носки | одежда | одежду
  vi: quan ao | tam rua
health_care
  ht: dokte | klinik
  so: dhakhtar | takhtar | rugta caafimaadka
  ln: monganga | minganga | lopitalo
  ar: طبيب | دكتور | عيادة | مستوصف
  ru: врач | врача | врачу | доктор | клиника | поликлиника
  vi: bac si | phong kham | nha si
mental_health
  ht: moun pou pale | moun pou m pale | sikolog
  so: dhakhtar maskaxda | dhakhtarka maskaxda | maskaxda
  ln: moto ya kosolola
  ar: طبيب نفسي | معالج نفسي | نفسي
  ru: психолог | психолога | психиатр | психиатра
  vi: tam ly | bac si tam ly | tu van tam ly
"""
