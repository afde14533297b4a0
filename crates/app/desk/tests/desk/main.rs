//! The desk through the whole router, on both databases: who may do what, what attackers try, every page.
#![expect(clippy::unwrap_used, reason = "a test may")]

mod attacks;
mod audit_trail;
mod authorisation;
mod browser;
mod browser_session;
mod every_page;
mod file_pages;
mod home;
mod hostile_texts;
mod order_list;
mod page_visitor;
mod pictures;
mod product_pages;
mod products;
mod programs;
mod sales_files;
mod shop_settings;
mod sign_in;
mod sign_in_pages;
mod test_desk;
mod uploads;
mod webhooks;
mod words;
