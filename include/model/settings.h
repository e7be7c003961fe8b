/* Everything the config says, checked. Made by conf, read by all that engine joins. */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include "cal/holidays.h"
#include "cal/offset.h"
#include "model/organ.h"
#include "model/event_type.h"
#include "model/plan.h"
#include "model/policy.h"

enum mail_method { MAIL_MAILDIR, MAIL_SMTP };
enum mail_security { MAIL_PLAIN, MAIL_STARTTLS, MAIL_TLS };

struct mail_settings {
    enum mail_method method;
    char *maildir; /* folder, for MAIL_MAILDIR */
    char *host;    /* for MAIL_SMTP */
    int port;      /* 1 … 65535 */
    enum mail_security security;
    char *user;          /* "" no AUTH */
    char *password_file; /* path; read at start and on reload */
    char *ca_file;       /* "" the system's */
    char *from;          /* default sender */
    char *helo;          /* "" the machine's name */
    int concurrency;     /* transfers at once, 1 … 64 */
};

enum endpoint_method { ENDPOINT_POST, ENDPOINT_PUT, ENDPOINT_PATCH };
/* "POST" "PUT" "PATCH"; static. */
const char *endpoint_method_name(enum endpoint_method method);

#define ENDPOINT_MAX_HEADERS 30

/* One `endpoint "<name>"` section: a receiver of webhooks. */
struct endpoint {
    char *name;
    char *url;
    enum endpoint_method method;
    char *path;             /* Mustache: what follows the url; "" nothing */
    char *template;         /* file of the body's template; "": the event as a CloudEvent */
    char *content_type;     /* "": application/json with a template, else that of CloudEvents */
    struct strings headers; /* "Name: value" */
    struct strings
        header_files;         /* "Name: file": the value is the file's first line; paths resolved */
    char *authorization_file; /* the value of Authorization; "" none */
    struct strings secret_files; /* each holds "whsec_…" or "whsk_…"; may be none with a template */
    char *department;            /* whose events it hears; "" all */
    bool enabled;
    int concurrency; /* 1 … 64 */
    uint32_t events; /* the types it hears, EVENT_BIT */
    char *ca_file;   /* "" the system's */
    char *config;    /* config file that names it */
    int line;        /* the line there */
};

/* One `incoming "<name>"` section: who may tell us things by webhook (POST /hooks/<name>). */
struct incoming_source {
    char *name;
    struct strings secret_files; /* each holds "whsec_…", or "whpk_…" (a public key) */
    struct strings retired;      /* the same, of keys that count no more: told as such */
    struct strings departments;  /* that he may speak for */
    bool enabled;
    char *config; /* config file that names it */
    int line;     /* the line there */
};

struct settings {
    char *file;           /* the config file, as named; "" when made without one */
    struct strings files; /* every file that was read, includes too */
    char *folder;         /* its folder: relative paths start there */
    char *language;       /* "vi" or "en" */
    offset_t utc_offset;
    bool inclusive_before; /* truoc_ngay = "inclusive" */
    char *state;           /* database file */
    char *control;         /* unix socket */
    char *templates;       /* folder of mail templates */
    char *public_url;      /* where people reach our pages, "" nowhere; maybe with a path */
    struct strings
        link_secrets; /* files, for the links in mails: the first signs; none: one of ours */
    int link_days;    /* for so many days after its mail a link may be used, 1 … 366 */
    char *admin_mail;
    char *http_listen;    /* "" none, else model/listen.h */
    bool http_remote;     /* may be reached from other machines */
    int http_connections; /* at once, 1 … 4096 */
    int http_seconds;     /* that a whole request may take, 1 … 300 */
    struct mail_settings mail;
    struct holidays holidays;
    struct roster roster;
    struct policy *policies; /* the first is "default" */
    size_t policy_count;
    struct regime *regimes;
    size_t regime_count;
    struct plan *plans; /* sections; rows are read by import */
    size_t plan_count;
    struct endpoint *endpoints;
    size_t endpoint_count;
    struct edxml_settings edxml;
    struct incoming_source *incoming;
    size_t incoming_count;
};

void settings_init(struct settings *settings);
void settings_clear(struct settings *settings);
/* The plan's, else its department's, else the default policy; never NULL in checked settings. */
const struct policy *settings_policy(const struct settings *settings, const struct plan *plan);
/* The plan's, else its department's regime; NULL when neither names one. */
const struct regime *settings_regime(const struct settings *settings, const struct plan *plan);
const struct plan *settings_plan(const struct settings *settings, const char *id);
/* By name; NULL when there is none. */
const struct policy *settings_policy_named(const struct settings *settings, const char *name);
const struct regime *settings_regime_named(const struct settings *settings, const char *name);
const struct endpoint *settings_endpoint(const struct settings *settings, const char *name);
void endpoint_clear(struct endpoint *endpoint);
const struct incoming_source *settings_incoming(const struct settings *settings, const char *name);
void incoming_source_clear(struct incoming_source *source);

#endif
