"""Titles and names as recordings carry them, in many languages: what must be repaired, and what must be left alone."""

KAZAKH = """
Сарыарқа|Адай|Балбырауын|Көңіл ашар|Дала таңы|Көктем самалы|Алыс жол|Кісен ашқан|Ақсақ құлан|Ерке сылқым|Қыз Жібек
Бозінген|Нар идірген|Тоғыз тарау|Серпер|Кішкентай|Төре мырза|Айжан қыз|Терісқақпай|Салық өлген|Жұмыр қылыш|Алатау
Түрмеден қашқан|Аққу|Қоңыр|Сылқылдақ|Былқылдақ|Бес төре|Көкейкесті|Саржайлау|Әлқисса|Аққулы айдын|Махамбет|Қорқыт
Ата толғауы|Махаббат вальсі|Қаратау|Назқоңыр|Арман жолында|Елім-ай|Япурай|Дудар-ай|Гәкку|Сырымбет|Маңмаңгер
Қанатталды|Балқадиша|Жиырма бес|Ағаш аяқ|Бурылтай|Ғалия|Қараторғай|Сұржекей|Ақбақай|Ардақ|Шырқау|Үридай|Топайкөк
Құлагер|Майда қоңыр|Көзімнің қарасы|Желсіз түнде жарық ай|Айттым сәлем, Қаламқас|Сегіз аяқ|Тәтті бала|Біржан сал
Кең дала|Менің Қазақстаным|Атамекен|Туған жер|Ұлы дала елі|Алматы түні|Әнім сенсің|Қарлығаш|Жайлаукөл кештері
Наурыз жыры|Жаңа жыл әні|Бесік жыры|Той бастар|Беташар|Жар-жар|Сыңсу|Аушадияр|Қоштасу|Естірту|Жоқтау
Құрманғазы оркестрі|Отырар сазы|Дос-Мұқасан|Роза Бағланова|Бибігүл Төлегенова|Нұрғиса Тілендиев|Шәмші Қалдаяқов
Әсет Бейсеуов|Ескендір Хасанғалиев|Ғазиза Жұбанова|Мұқан Төлебаев|Дина Нұрпейісова|Тәттімбет|Дәулеткерей
Қазанғап|Ықылас|Сүгір|Байжігіт|Абыл|Есір|Естай|Үкілі Ыбырай|Ақан сері|Жаяу Мұса|Мәди|Иманжүсіп|Кенен Әзірбаев
Домбыра мен қобыз|Жетіген үні|Сыбызғы сазы|Шертпе күй|Төкпе күй|Халық әні|Әндер мен күйлер жинағы|Үшінші бөлім
Һармония|Шаһар|Гауһартас|Қаһарман|Өмір өткелдері|Ән салсаң, Әсеттей сал|Үйім менің|Іңкәр|Еңлік гүлі|Ұмытпа мені
"""
RUSSIAN = """
Подмосковные вечера|Катюша|Калинка|Очи чёрные|Дорогой длинною|Тёмная ночь|Журавли|День Победы|Надежда|Миллион алых роз
Вечерний звон|Степь да степь кругом|Эй, ухнем|Дубинушка|Однозвучно гремит колокольчик|Вдоль по Питерской|Коробейники
Полюшко-поле|Смуглянка|Синий платочек|Рябина кудрявая|Ой, мороз, мороз|Ямщик, не гони лошадей|Выхожу один я на дорогу
Не пробуждай воспоминаний|Жаворонок|Соловей|Лебединое озеро|Щелкунчик|Спящая красавица|Пиковая дама|Евгений Онегин
Борис Годунов|Хованщина|Картинки с выставки|Ночь на Лысой горе|Князь Игорь|Половецкие пляски|В Средней Азии|Шехеразада
Полёт шмеля|Снегурочка|Жар-птица|Петрушка|Весна священная|Ромео и Джульетта|Александр Невский|Симфония № 5 ре минор
Концерт для фортепиано с оркестром № 2|Вокализ|Прелюдия соль минор|Времена года: Июнь. Баркарола|Осенняя песня
Детский альбом|Старинная французская песенка|Вальс цветов|Танец феи Драже|Итальянское каприччио|Славянский марш
Пётр Ильич Чайковский|Сергей Рахманинов|Модест Мусоргский|Николай Римский-Корсаков|Дмитрий Шостакович|Игорь Стравинский
Александр Бородин|Михаил Глинка|Евгений Брусиловский|Латиф Хамиди|Фёдор Шаляпин|Государственный академический оркестр
Хор имени Пятницкого|Народная песня|Неизвестный исполнитель|Лучшее|Сборник (2003)|Запись из архива|Часть первая
Ария Ленского|Дуэт Лизы и Полины|Сцена письма|Увертюра|Антракт ко второму действию|Финал|Аллегро с огнём|Адажио
Колыбельная|Романс|Этюд|Юмореска|Элегия|Экспромт|Баллада|Скерцо|Ноктюрн|Мазурка|Полонез|Фуга|Реквием|Гимн
Зима|Весна|Лето|Осень|Мама|Москва|Любовь|Песня о тревожной молодости|Як-цуп-цоп|Широка страна моя родная
Съезд гостей|Объятия|Щи да каша|Цыганочка|Хабанера|Январь — у камелька|«Жизнь за царя»: Славься!|Живой концерт, 12 мая
"""
# True names: nothing in them was misread.
LATIN = """
Ångström|Björk|Antonín Dvořák|Leoš Janáček|Bedřich Smetana|Bohuslav Martinů|Má vlast|Příhody lišky Bystroušky|Její pastorkyňa
Sigur Rós|Ágætis byrjun|Jónsi|Ólafur Arnalds|Hildur Guðnadóttir|Víkingur Ólafsson|Mezzoforte|Þorlákstíðir|Sól tér sortna
Mötley Crüe|Motörhead|Queensrÿche|Blue Öyster Cult|Hüsker Dü|Die Ärzte|Herbert Grönemeyer|Für Elise|Für Alina|Über sieben Brücken
Rückert-Lieder|Die schöne Müllerin|Träumerei|Kinderszenen|Frühlingsrauschen|Größe|Süße Träume|Männergesangverein|ÄÖÜ|ÄÖÜß|äöüß
Françoise Hardy|Édith Piaf|La Bohème|Thaïs|Poème élégiaque|À la claire fontaine|Là où tu es|Été indien|Noël|Gymnopédie nº 1
Clair de lune|L’Île joyeuse|Prélude à l’après-midi d’un faune|Les pêcheurs de perles|Éric Satie|Maurice André|C’était l’été
José Carreras|Plácido Domingo|Montserrat Caballé|Bésame mucho|Qué será, será|Corazón espinado|El niño|Año nuevo|¡Ay, Carmela!|¿Y tú?
Mañana de carnaval|Cançó|João Gilberto|Águas de Março|Chega de Saudade|São Paulo|Canções|Amanhã…|AMANHÃ…|Irmã, não chores|Coração
Città vuota|Perché no?|Più bella cosa|È l’amore|Nessun dorma|Così fan tutte|Volaré|Lucio Dalla: “Caruso”|Perù|Caffè®|CAFÉ…|CAFÉ™
Edvard Grieg|Åses død|I Dovregubbens hall|Solveigs sang på norsk|Ærø|Øresund|Æ æ å|ÆØÅ|Åh ja|På ø|Rued Langgaard: Sfærernes musik
Jean Sibelius|Finlandia-hymni|Sävel, sävel|Yö|Öö|Öine vaatus|Äiä|Jäääär|Arvo Pärt|Lepo Sumera|Rändaja õhtulaul|Õnn|Südamekõnelus
Frédéric Chopin|Władysław Szpilman|Grażyna Bacewicz|Karol Szymanowski|Witold Lutosławski|Święta|Żal|Łódź|Pieśń o ziemi naszej
Béla Bartók|Zoltán Kodály|Székelyfonó|Háry János|Magyar rapszódia|Őszi dal|Erdő, erdő|Csárdás|György Ligeti|Ünnep|Így volt|Öröm
George Enescu|Ciocârlia|Rapsodia română|Țara mea|Știu|Ștefan cel Mare|Maria Tănase|Săracă inima me|Înălțare|Fără tine
Zülfü Livaneli|Barış Manço|Aşık Veysel|Uzun ince bir yoldayım|Üsküdar’a gider iken|Gülhane|İstanbul hatırası|Çanakkale türküsü|Öyle
Üzeyir Hacıbəyov|Qara Qarayev|Sarı gəlin|Əlvida|Küçələrə su səpmişəm|Ayrılıq|Göyçay|Özbek raqsi|O‘zbekiston|Türkmenistan
Trịnh Công Sơn|Diễm xưa|Hạ trắng|Mùa xuân đầu tiên|Bèo dạt mây trôi|Lý ngựa ô|Trống cơm|Nhạc đỏ|Đàn bầu|Ơi|À ơi|Ầu ơ
Krzysztof Komeda|Šárka|Žítkovské bohyně|Čardáš|Ľalia|Ďakujem|Ťažká hodina|Rosička|Pĺž|Vŕba|Zuzana Růžičková|Jiří Bělohlávek
Đorđe Balašević|Šaban Bajramović|Goran Bregović|Čuješ li|Ćilibar|Žika|Oliver Dragojević|Što te nema|Emina|Ljubav
Čiurlionis: Jūra|Mikalojus|Lietuva brangi|Žemė|Ėjo|Ąžuolas|Raimonds Pauls|Dzeltenās kāzas|Līgo|Ķemeri|Ūdens|Ņem
Ceòl na mara|Gràdh geal mo chrìdh|Seán Ó Riada|Mná na hÉireann|Óró, sé do bheatha ’bhaile|Úrchnoc|Tŷ bach|Dŵr|Siân
Kur ti vjen|Këngë|Çifteli|Ħanini|Għana|Malti|Fado à janela|Très belle|Häxan Åsa|Göteborg|Växjö|Örebro|Hälsingland|Åäö|åäö
Te Kāuhoe|Māori|Pōkarekare ana|Hawaiʻi aloha|Kīlauea|Sámi joik|Áillohaš|Nils-Aslak Valkeapää|Čáhci|Grœnlands|Föroyar|Mín er ogin
Beyoncé|Renée Fleming|Zoë|Chloë|Anaïs|Emeli Sandé|Céline Dion|Sinéad O’Connor|Maná|Café Tacvba|Enya|Björn & Benny|ABBA®|25°C|№ 5
½ price|Op. 27 nº 2|© 2008|℗ 2010 Embassy|Mp3™|naïve|façade|Ære|Où|Là|Óð til æðis|GUÐ®|BORÐ–STÓLL|NIÑ’S|MÄRZ…|“Å”|‘Ö’|«Ö»|Ñandú
ÁÉÍÓÚ|áéíóú|ÅÄÖÜ|ÄÄÄÄ|Éé|Ùú|Œuvre|Œillet|Ÿ|Þú ert|Ðuro|Íþróttir|Æði|Ýmir|Ása|Örn Árnason|Þórður|Úlfur Úlfur|Ísland ögrum skorið
"""
OTHERS = """
Ελλάδα|Μίκης Θεοδωράκης|Ζορμπάς|Άξιον Εστί|Ὀρφεύς|Мікола Лисенко|Щедрик|Їхав козак за Дунай|Єдина|Ґанок|Стефан Стамболов
Излел е Делю хайдутин|Тамо далеко|Џо|Ђурђевдан|Љубав|Манас|Көк-Жайык|Күйүтүү|Ҷаҳон|Шашмақом|Чехирә|Һава|Ҡурай|Татар җыры|Айхай, җанкай
فيروز|أم كلثوم|محمد رضا شجریان|استاد|שיר השירים|नमस्ते|ไทย|中国民歌|茉莉花|さくらさくら|아리랑|ქართული|Հայաստան|Գուսան
♫ Music ♪|🎵|🇰🇿 Қазақстан|Дала 🎶|«Я»|Мы с…|С…|Я…|РСФСР|СССР|Ё|ТЕРІ|СІЗ|І|ІІІ бөлім|«Жизнь — Родине…»|Ария «О, дайте, дайте мне свободу…»
ПЁТР|СЁСТРЫ|ЁЖ|РІШТА|“Я”|Ф. Э. № 1|А—Я|Казахстан™|© Қазақрадио|Рөль|Фәрһад|Ц°|Т®|Р…С…|Ш—Щ
"""


def split(text: str) -> list[str]:
    return [title for line in text.split("\n") for title in line.split("|") if title]
