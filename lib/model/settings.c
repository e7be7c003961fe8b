#include "model/settings.h"

#include <stdlib.h>
#include <string.h>

void settings_init(struct settings *settings)
{
    *settings = (struct settings){.utc_offset = 420};
    holidays_init(&settings->holidays);
    roster_init(&settings->roster);
}

static void mail_settings_clear(struct mail_settings *mail)
{
    free(mail->maildir);
    free(mail->host);
    free(mail->user);
    free(mail->password_file);
    free(mail->ca_file);
    free(mail->from);
    free(mail->helo);
}

const char *endpoint_method_name(enum endpoint_method method)
{
    switch (method) {
    case ENDPOINT_POST:
        return "POST";
    case ENDPOINT_PUT:
        return "PUT";
    case ENDPOINT_PATCH:
        return "PATCH";
    }
    return "POST";
}

void endpoint_clear(struct endpoint *endpoint)
{
    if (!endpoint) {
        return;
    }
    free(endpoint->name);
    free(endpoint->url);
    free(endpoint->path);
    free(endpoint->template);
    free(endpoint->content_type);
    strings_clear(&endpoint->headers);
    strings_clear(&endpoint->header_files);
    free(endpoint->authorization_file);
    strings_clear(&endpoint->secret_files);
    free(endpoint->department);
    free(endpoint->ca_file);
    free(endpoint->config);
    *endpoint = (struct endpoint){0};
}

void incoming_source_clear(struct incoming_source *source)
{
    if (!source) {
        return;
    }
    free(source->name);
    strings_clear(&source->secret_files);
    strings_clear(&source->retired);
    strings_clear(&source->departments);
    free(source->config);
    *source = (struct incoming_source){0};
}

void settings_clear(struct settings *settings)
{
    if (!settings) {
        return;
    }
    free(settings->file);
    strings_clear(&settings->files);
    free(settings->folder);
    free(settings->language);
    free(settings->state);
    free(settings->control);
    free(settings->templates);
    free(settings->public_url);
    strings_clear(&settings->link_secrets);
    free(settings->admin_mail);
    free(settings->http_listen);
    mail_settings_clear(&settings->mail);
    holidays_clear(&settings->holidays);
    roster_clear(&settings->roster);
    for (size_t i = 0; i < settings->policy_count; i++) {
        policy_clear(&settings->policies[i]);
    }
    free(settings->policies);
    for (size_t i = 0; i < settings->regime_count; i++) {
        regime_clear(&settings->regimes[i]);
    }
    free(settings->regimes);
    for (size_t i = 0; i < settings->plan_count; i++) {
        plan_clear(&settings->plans[i]);
    }
    free(settings->plans);
    for (size_t i = 0; i < settings->endpoint_count; i++) {
        endpoint_clear(&settings->endpoints[i]);
    }
    free(settings->endpoints);
    edxml_settings_clear(&settings->edxml);
    for (size_t i = 0; i < settings->incoming_count; i++) {
        incoming_source_clear(&settings->incoming[i]);
    }
    free(settings->incoming);
    settings_init(settings);
}

const struct policy *settings_policy_named(const struct settings *settings, const char *name)
{
    for (size_t i = 0; name && i < settings->policy_count; i++) {
        if (strcmp(settings->policies[i].name, name) == 0) {
            return &settings->policies[i];
        }
    }
    return NULL;
}

const struct regime *settings_regime_named(const struct settings *settings, const char *name)
{
    for (size_t i = 0; name && i < settings->regime_count; i++) {
        if (strcmp(settings->regimes[i].name, name) == 0) {
            return &settings->regimes[i];
        }
    }
    return NULL;
}

const struct endpoint *settings_endpoint(const struct settings *settings, const char *name)
{
    for (size_t i = 0; name && i < settings->endpoint_count; i++) {
        if (strcmp(settings->endpoints[i].name, name) == 0) {
            return &settings->endpoints[i];
        }
    }
    return NULL;
}

const struct incoming_source *settings_incoming(const struct settings *settings, const char *name)
{
    for (size_t i = 0; name && i < settings->incoming_count; i++) {
        if (strcmp(settings->incoming[i].name, name) == 0) {
            return &settings->incoming[i];
        }
    }
    return NULL;
}

const struct plan *settings_plan(const struct settings *settings, const char *id)
{
    for (size_t i = 0; id && i < settings->plan_count; i++) {
        if (strcmp(settings->plans[i].id, id) == 0) {
            return &settings->plans[i];
        }
    }
    return NULL;
}

const struct policy *settings_policy(const struct settings *settings, const struct plan *plan)
{
    const struct department *department = roster_department(&settings->roster, plan->department);
    const struct policy *policy = settings_policy_named(settings, plan->policy);
    if (!policy && department) {
        policy = settings_policy_named(settings, department->policy);
    }
    return policy || settings->policy_count == 0 ? policy : &settings->policies[0];
}

const struct regime *settings_regime(const struct settings *settings, const struct plan *plan)
{
    const struct department *department = roster_department(&settings->roster, plan->department);
    const struct regime *regime = settings_regime_named(settings, plan->regime);
    if (!regime && department) {
        regime = settings_regime_named(settings, department->regime);
    }
    return regime;
}
