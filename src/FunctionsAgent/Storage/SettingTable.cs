using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Storage;

/// <summary>
/// Every setting the runtime knows, with its form, default and meaning: the one place that start-up validation, <c>doctor</c>,
/// the sample settings file, the infrastructure and the README are held to.
/// </summary>
public static class SettingTable
{
    private static readonly SettingForm Days = SettingForm.Whole(1, 36_500);

    public static IReadOnlyList<Setting> All { get; } =
    [
        new("ServiceBus", SettingForm.ConnectionString, "Queues by connection string (emulator, development)"),
        new("ServiceBus__fullyQualifiedNamespace", SettingForm.HostName, "Queues by the app's identity"),
        new("Storage", SettingForm.ConnectionString, "Tables and blobs by connection string (Azurite, development)"),
        new("Storage__tableServiceUri", SettingForm.Address, "Tables by the app's identity"),
        new("Storage__blobServiceUri", SettingForm.Address, "Blobs by the app's identity"),
        new("Storage__Sync", SettingForm.OneOf("full", "normal"), "Embedded: full is on disk when acknowledged, normal may lose the last commits on a power cut", "full"),
        new("AzureAd__Instance", SettingForm.Address, "Who signs staff and apps in", "https://login.microsoftonline.com/"),
        new("AzureAd__TenantId", SettingForm.Identifier, "Tenant of staff and apps"),
        new("AzureAd__ClientId", SettingForm.Identifier, "This app's registration in it"),
        new("AzureAd__Audience", SettingForm.Text, "For whom tokens are made", "the client id"),
        new("AzureAd__ClientSecret", SettingForm.Password, "Of the sign-in page; without it the app's managed identity vouches for it"),
        new("DataProtection__KeyVaultKey", SettingForm.Address, "Key Vault key that wraps the keys of sessions"),
        new("Models__{name}__Kind", SettingForm.OneOf("azure-openai", "openai", "anthropic", "scripted", "replay"), "Who speaks at the endpoint; scripted and replay answer from files, for tests and demonstrations"),
        new("Models__{name}__Endpoint", SettingForm.ModelAddress, "Where the model answers"),
        new("Models__{name}__Deployment", SettingForm.Text, "Deployment or model name; scripted and replay need none"),
        new("Models__{name}__ApiKey", SettingForm.Password, "Key; without it the app's identity is used (Azure), or none"),
        new("Models__{name}__ApiVersion", SettingForm.ApiVersion, "Azure OpenAI: version of its interface", "2024-10-21"),
        new("Models__{name}__Boundary", SettingForm.Text, "Where prompts are processed, in your words: agents name the boundaries their data may go to"),
        new("Models__{name}__RetentionDays", SettingForm.Whole(0, 36_500), "Days the provider keeps prompts; Azure OpenAI: counts only with a Contract", "30"),
        new("Models__{name}__HumanReview", SettingForm.OneOf("true", "false"), "Whether people at the provider may read prompts; Azure OpenAI: true until a Contract is named", "false"),
        new("Models__{name}__Training", SettingForm.OneOf("true", "false"), "Whether the provider trains on prompts: it then gets public data only", "false"),
        new("Models__{name}__Contract", SettingForm.Text, "The agreement that changes what the provider keeps and reads by default"),
        new("Models__{name}__InputPrice", SettingForm.Amount, "Price of a million tokens sent", "0"),
        new("Models__{name}__OutputPrice", SettingForm.Amount, "Price of a million tokens answered", "0"),
        new("Models__{name}__ContextWindow", SettingForm.Whole(256, 100_000_000), "Tokens of prompt and answer together; what does not fit is not sent"),
        new("Models__{name}__Record", SettingForm.Text, "Folder in which every exchange is kept for replay, prompts and all: not with customers' data"),
        new("ContentSafety__Endpoint", SettingForm.Address, "Azure AI Content Safety, for agents whose guards ask it"),
        new("ContentSafety__ApiKey", SettingForm.Token, "Its key"),
        new("Agents__Default", SettingForm.AgentName, "Agent that answers where a channel names none", "the first one found"),
        new("Agents__Path", SettingForm.Folder, "Folder of agent packages", "agents beside the program"),
        new("Public__BaseUrl", SettingForm.Address, "Address under which customers and providers reach the app", "what each request says"),
        new("Public__TrustedProxies", SettingForm.Networks, "Proxies whose forwarding headers count"),
        new("AuthMd__Registration", SettingForm.OneOf("open", "closed"), "Whether other agents may register by themselves", "open"),
        new("AuthMd__Dialect", SettingForm.OneOf("B", "A"), "Wire format of auth.md: the page shows the code and the agent brings it (B), or the person types the agent's code (A)", "B"),
        new("AuthMd__Mode", SettingForm.OneOf("BuiltIn", "External"), "Who registers other agents and issues their tokens: we, or a server outside", "BuiltIn"),
        new("AuthMd__External__Issuer", SettingForm.Address, "That server: the iss of its tokens, and where its metadata lies"),
        new("AuthMd__External__Audience", SettingForm.Text, "What the aud of its tokens has to be", "our addresses below Public__BaseUrl"),
        new("AuthMd__TrustedIssuers__{n}__Issuer", SettingForm.Address, "A provider whose word for an agent's user counts: the iss of its tokens"),
        new("AuthMd__TrustedIssuers__{n}__Name", SettingForm.Text, "What people are shown of it", "its host"),
        new("AuthMd__TrustedIssuers__{n}__JwksUri", SettingForm.Address, "Where its keys lie", "/.well-known/jwks.json below the issuer"),
        new("AuthMd__TrustedIssuers__{n}__ChecksClient", SettingForm.OneOf("true", "false"), "Whether its client_id has to name the same keys", "false"),
        new("Pipeline__RunAhead", SettingForm.OneOf("waiting", "always", "never"), "When a stage goes on with the next one in the same process", "waiting"),
        new("Pipeline__BackOffSeconds", SettingForm.Whole(0, 600), "How long a handler backs off from transient trouble before the queue tries again", "120"),
        new("Retention__Conversations", Days, "Days after its last word until a conversation is purged", "kept"),
        new("Retention__Parked", Days, "Days until a parked message is purged", "kept"),
        new("Retention__RollUps", Days, "Days until a day's figures are purged", "kept"),
        new("Retention__Audit", Days, "Days until what happened to registrations is purged", "kept"),
        new("Report__Email", SettingForm.Mailboxes, "Who gets the nightly report by mail (Channels__Smtp__…)"),
        new("Report__Webhook__Url", SettingForm.Address, "Where the nightly report is posted as JSON"),
        new("Report__Webhook__Secret", SettingForm.WebhookSecret, "Signs it"),
        new("OTEL_EXPORTER_OTLP_ENDPOINT", SettingForm.BaseAddress, "Where traces, metrics and logs go by OTLP"),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", SettingForm.OneOf("grpc", "http/protobuf"), "How", "http/protobuf"),
        new("OTEL_EXPORTER_OTLP_HEADERS", SettingForm.Password, "Headers for it, name=value with commas between"),
        new("OTEL_METRIC_EXPORT_INTERVAL", SettingForm.Whole(1_000, 3_600_000), "Milliseconds between two exports of metrics", "60000"),
        new("OTEL_SERVICE_NAME", SettingForm.Text, "What this installation is called there", "functionsagent"),
        new("APPLICATIONINSIGHTS_CONNECTION_STRING", SettingForm.ConnectionString, "Where traces and metrics go by Azure Monitor, with the app's identity"),
        new("Channels__Webhook__{source}__Secret", SettingForm.WebhookSecret, "Signs this source's messages and our replies to it"),
        new("Channels__Webhook__{source}__Secret__Previous", SettingForm.WebhookSecret, "Also accepted, during a rotation"),
        new("Channels__Webhook__{source}__Agent", SettingForm.AgentName, "Agent for this source", "Agents__Default"),
        new("Channels__Webhook__{source}__ReplyUrl", SettingForm.Address, "Where replies are posted; without it they are read from the log"),
        new("Channels__Twilio__AccountSid", SettingForm.AccountSid, "Twilio account"),
        new("Channels__Twilio__AuthToken", SettingForm.Token, "Checks Twilio's signatures"),
        new("Channels__Twilio__AuthToken__Previous", SettingForm.Token, "Also accepted, during a rotation"),
        new("Channels__Twilio__From", SettingForm.Phone, "Our number"),
        new("Channels__Twilio__Agent", SettingForm.AgentName, "Agent on the phone", "Agents__Default"),
        new("Channels__Chat__Origins", SettingForm.Origins, "Pages of others that may use the chat"),
        new("Channels__Mime__BearerToken", SettingForm.Token, "What the mail gateway shows"),
        new("Channels__Mime__BearerToken__Previous", SettingForm.Token, "Also accepted, during a rotation"),
        new("Channels__Mime__AuthServ", SettingForm.HostName, "Name under which the mail gateway writes Authentication-Results on top of every mail; without it no mail proves its sender"),
        new("Channels__Mime__Agent", SettingForm.AgentName, "Agent for mail", "Agents__Default"),
        new("Channels__Smtp__Host", SettingForm.HostName, "Server that sends our mail"),
        new("Channels__Smtp__Port", SettingForm.Whole(1, 65_535), "Its port; 465 is TLS from the start, others STARTTLS", "587"),
        new("Channels__Smtp__User", SettingForm.Text, "Sign-in at it"),
        new("Channels__Smtp__Password", SettingForm.Password, "Sign-in at it"),
        new("Channels__Smtp__From", SettingForm.Mailbox, "Sender of our mail"),
        new("Shop", SettingForm.BaseAddress, "Base address of the sample's backend", "embedded: one of its own"),
    ];

    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Matches(name));

    /// <summary>The value of a setting, its default where it is not set, null where there is neither.</summary>
    /// <exception cref="SettingException">It has a value it cannot have.</exception>
    public static string? Value(IConfiguration configuration, string name)
    {
        var setting = Find(name) ?? throw new ArgumentException($"{name} is not in the table of settings.", nameof(name));
        var value = configuration[name.Replace("__", ":", StringComparison.Ordinal)]?.Trim();
        if (string.IsNullOrEmpty(value)) return setting.Default;
        return setting.Problem(name, value) is { } problem ? throw new SettingException(problem) : value;
    }
}
