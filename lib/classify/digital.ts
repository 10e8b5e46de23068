import { stemWord, type Token } from './tokens.ts';

/**
 * Words that only the digital world has. Law, war and accidents are told in the same words with and without it, so whether anything
 * digital is named at all is a fact of its own.
 */
const strongWords: Readonly<Record<string, string>> = {
  en: `computer laptop software internet online web website webpage cyber cyberspace cybersecurity cyberattack cyber-attack digital data
    database app apps server servers cloud hacker hackers hack hacked hacking IT tech encrypt encryption encrypted password email e-mail
    smartphone broadband telecom telecoms algorithm malware ransomware spyware phishing vpn dns bgp domain login log-in username firmware
    router firewall modem wifi wi-fi cve vulnerability zero-day botnet ddos ai chatbot semiconductor semiconductors chips 5g
    datacentre datacenter api browser glitch reboot rebooted desktop crypto bitcoin blockchain biometric deepfake platform platforms
    surveillance censorship metadata open-source programmer programmers coder coders developer developers`,
  es: `ordenador computadora software internet línea web ciberataque ciberespacio ciberseguridad cibernético cibernética digital datos app
    aplicación servidor servidores nube hacker hackers informático informática informáticos informáticas cifrado contraseña correo
    teleco telecomunicaciones algoritmo ransomware malware phishing vulnerabilidad router chip chips ia plataforma vigilancia`,
  fr: `ordinateur logiciel internet ligne web cyberattaque cyberespace cybersécurité cyber numérique données appli application serveur
    serveurs cloud pirate pirates pirate informatique informatiques chiffrement courriel télécoms télécom opérateur algorithme
    rançongiciel hameçonnage faille routeur puce puces ia plateforme plateformes surveillance`,
  de: `Computer Rechner Software Internet online Web Website Cyberangriff Cyberraum Cybersicherheit Cyber digital digitale digitalen
    Daten App Server Cloud Hacker IT EDV Verschlüsselung Passwort E-Mail Telekom Mobilfunk Glasfaser Algorithmus Ransomware
    Schadsoftware Phishing Sicherheitslücke Router Chip Chips KI Plattform Plattformen Überwachung Rechenzentrum Netz Datenschutz`,
  pt: `computador software internet online web ciberataque ciberespaço cibersegurança cibernético cibernética digital dados app aplicativo
    aplicação servidor servidores nuvem hacker hackers informático informática criptografia senha e-mail telecom algoritmo ransomware
    malware phishing vulnerabilidade roteador chip chips ia plataforma vigilância pix`,
  ru: `компьютер программа программное интернет онлайн сайт кибератака кибератаки киберпространство кибербезопасность цифровой цифровая
    цифрового данные данных приложение сервер серверы облако хакер хакеры хакерская шифрование пароль оператор связь алгоритм вирус
    вымогатель фишинг уязвимость роутер чип чипы ии платформа слежка рунет рунета впн vpn dns`,
};
const weakWords: Readonly<Record<string, string>> = {
  en: `system systems network networks phone phones mobile screen screens code bug patch update upgrade outage crash crashed error errors
    account accounts user users file files backup breach leak leaked satellite cable cables fibre fiber card cards electronic virtual
    portal technical technology device devices machine machines signal offline restart record records technician technicians engineer
    engineers streaming restored service services`,
  es: 'sistema sistemas red redes móvil celular pantalla código fallo caída actualización cuenta cuentas usuario usuarios archivo filtración cable electrónico portal técnico señal tecnología servicio',
  fr: 'système systèmes réseau réseaux mobile téléphone écran code panne bug mise compte comptes utilisateur fichier fuite câble électronique portail technique technologie service',
  de: 'System Systeme Netzwerk Handy Bildschirm Code Panne Störung Ausfall Update Konto Nutzer Datei Leck Kabel elektronisch Portal technisch Technik Signal Dienst',
  pt: 'sistema sistemas rede redes celular telefone tela código falha queda atualização conta usuário arquivo vazamento cabo eletrônico portal técnico tecnologia serviço',
  ru: 'система системы сеть сети телефон экран код сбой обновление счет пользователь файл утечка кабель электронный портал технический технология сервис',
};
const strongCharacters =
  /网络|網路|網絡|互联网|互聯網|数据|數據|软件|軟體|黑客|駭客|电脑|電腦|服务器|伺服器|系统|系統|云|雲端|数字|數位|信息|资安|資安|漏洞|勒索|加密|算法|芯片|晶片|人工智能|平台|电信|电信|通信|手机|サイバー|ネット|システム|データ|ソフト|サーバ|クラウド|デジタル|ハッカー|不正アクセス|脆弱性|ウイルス|暗号|半導体|アプリ|サイト|通信|パソコン|端末|オンライン|個人情報|AI|IT|VPN|DNS/i;

const stemsOf = (lists: Readonly<Record<string, string>>): Map<string, Set<string>> =>
  new Map(
    Object.entries(lists).map(([language, list]) => [
      language,
      new Set(list.split(/\s+/).map((word) => stemWord(word, language))),
    ]),
  );
const strongStems = stemsOf(strongWords);
const weakStems = stemsOf(weakWords);

export type DigitalCue = 'none' | 'weak' | 'strong';

/**
 * Whether a text names anything digital: `strong` where a word has no other sense, `weak` where it may have one ("system", "screen").
 * Languages without a list here are read by the English one, whose words many have taken over.
 */
export function findDigitalCue(text: string, tokens: readonly Token[], language: string): DigitalCue {
  if (language === 'zh' || language === 'ja') return strongCharacters.test(text) ? 'strong' : 'none';
  const strong = strongStems.get(language) ?? strongStems.get('en');
  const weak = weakStems.get(language) ?? weakStems.get('en');
  let cue: DigitalCue = 'none';
  for (const { stem } of tokens) {
    if (strong?.has(stem) || /^cve-\d|cyber|ciber|кибер/.test(stem)) return 'strong';
    if (weak?.has(stem)) cue = 'weak';
  }
  return cue;
}
