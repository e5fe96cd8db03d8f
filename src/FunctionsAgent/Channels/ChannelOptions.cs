namespace FunctionsAgent.Channels;

/// <summary>Settings <c>Channels__…</c>. A channel without its secret is closed: it answers 503 and says which setting is missing in the log.</summary>
public sealed class ChannelOptions
{
    public Dictionary<string, WebhookOptions> Webhook { get; init; } = new(StringComparer.OrdinalIgnoreCase);
    public TwilioOptions Twilio { get; init; } = new();
    public MimeOptions Mime { get; init; } = new();
    public SmtpOptions Smtp { get; init; } = new();
    public ChatOptions Chat { get; init; } = new();

    public sealed class ChatOptions
    {
        /// <summary>Origins other than our own whose pages may use the chat, separated by blanks: <c>https://shop.example</c>.</summary>
        public string? Origins { get; set; }

        public bool Allows(string origin) => (Origins ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(origin, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary><c>Channels__Webhook__{source}__…</c>: Standard Webhooks 1.0.</summary>
    public sealed class WebhookOptions
    {
        /// <summary><c>whsec_</c> and base64 of 24 to 64 bytes.</summary>
        public string? Secret { get; set; }
        /// <summary>A second secret, accepted during a rotation: setting <c>Channels__Webhook__{source}__Secret__Previous</c>.</summary>
        public string? SecretPrevious { get; set; }
        public string? Agent { get; set; }
        /// <summary>Where replies are posted, signed the same way; without it they are kept in the log for whoever asks.</summary>
        public string? ReplyUrl { get; set; }
    }

    public sealed class TwilioOptions
    {
        public string? AccountSid { get; set; }
        public string? AuthToken { get; set; }
        public string? AuthTokenPrevious { get; set; }
        public string? From { get; set; }
        public string? Agent { get; set; }
    }

    public sealed class MimeOptions
    {
        public string? BearerToken { get; set; }
        public string? BearerTokenPrevious { get; set; }
        /// <summary>The name under which the gateway writes its <c>Authentication-Results</c> (RFC 8601 section 2.5); null: it proves no sender.</summary>
        public string? AuthServ { get; set; }
        public string? Agent { get; set; }
    }

    public sealed class SmtpOptions
    {
        public string? Host { get; set; }
        public int Port { get; set; } = 587;
        public string? User { get; set; }
        public string? Password { get; set; }
        public string? From { get; set; }
    }
}
