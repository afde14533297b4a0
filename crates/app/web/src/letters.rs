//! Letters to the staff, in the shop's language.

use identity::{Invitation, PasswordLink};
use kernel::{Causes, Locale};
use mail::Letter;

use crate::Desk;

impl Desk {
    /// Posts a letter; that it cannot be is in the log alone, whoever asked must not learn it.
    fn post(&self, letter: Letter) {
        let Some(mailbox) = &self.mailbox else {
            tracing::warn!("a letter is not sent: no mail server is configured (mail.server)");
            return;
        };
        if let Err(error) = mailbox.post(letter) {
            tracing::error!(error = %Causes(&error), "a letter is not sent");
        }
    }

    /// The link by which a person sets a new password.
    pub fn send_password_link(&self, link: PasswordLink) {
        let (name, shop, address) = (&link.name, &self.identity.shop_name, self.password_link(&link.token));
        let (subject, text) = match self.locale {
            Locale::Fr => (
                format!("{shop} : choisir un nouveau mot de passe"),
                format!(
                    "Bonjour {name},\n\nQuelqu'un, vous sans doute, veut changer le mot de passe de votre compte.\n\
                     Cette adresse sert une fois, pendant 30 minutes :\n\n{address}\n\n\
                     Si ce n'était pas vous, ne faites rien : votre mot de passe reste le même.\n"
                ),
            ),
            Locale::Ar => (
                format!("{shop}: اختيار كلمة سر جديدة"),
                format!(
                    "مرحبا {name}،\n\nطلب أحدهم، ولعله أنت، تغيير كلمة سر حسابك.\n\
                     هذا الرابط صالح مرة واحدة لمدة 30 دقيقة:\n\n{address}\n\n\
                     إن لم تكن أنت فلا تفعل شيئا: كلمة سرك باقية كما هي.\n"
                ),
            ),
            Locale::En => (
                format!("{shop}: choose a new password"),
                format!(
                    "Hello {name},\n\nSomebody, you most likely, wants to change the password of your account.\n\
                     This address works once, for 30 minutes:\n\n{address}\n\n\
                     If it was not you, do nothing: your password stays as it is.\n"
                ),
            ),
        };
        self.post(Letter { to: link.email, name: link.name, subject, text });
    }

    /// The link by which a new person of the staff sets their first password.
    pub fn send_invitation(&self, invitation: &Invitation) {
        let staff = &invitation.staff;
        let (name, shop) = (&staff.name, &self.identity.shop_name);
        let address = self.password_link(&invitation.token);
        let (subject, text) = match self.locale {
            Locale::Fr => (
                format!("{shop} : votre compte"),
                format!(
                    "Bonjour {name},\n\nUn compte vous attend. Choisissez votre mot de passe ici ;\n\
                     l'adresse sert une fois, pendant 7 jours :\n\n{address}\n"
                ),
            ),
            Locale::Ar => (
                format!("{shop}: حسابك"),
                format!(
                    "مرحبا {name}،\n\nحسابك جاهز. اختر كلمة السر هنا،\n\
                     الرابط صالح مرة واحدة لمدة 7 أيام:\n\n{address}\n"
                ),
            ),
            Locale::En => (
                format!("{shop}: your account"),
                format!(
                    "Hello {name},\n\nAn account waits for you. Choose your password here;\n\
                     the address works once, for 7 days:\n\n{address}\n"
                ),
            ),
        };
        self.post(Letter { to: staff.email.clone(), name: staff.name.clone(), subject, text });
    }
}
