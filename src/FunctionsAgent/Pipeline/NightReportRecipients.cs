using FunctionsAgent.Access;
using FunctionsAgent.Channels;

namespace FunctionsAgent.Pipeline;

/// <summary>Everybody the settings name, each by itself: one that fails keeps nobody else from the report, and nobody sees who else has it.</summary>
public sealed class NightReportRecipients : IDisposable
{
    private readonly HttpClient http;

    public NightReportRecipients(NightReportOptions options, SmtpOutbound smtp, EmbeddedKey key, TimeProvider time)
    {
        // The embedded host's receivers may be beside it on this machine.
        var allowLoopback = key.Value is not null;
        http = EgressGuard.CreateClient(allowLoopback);
        All = [.. options.Email.Select(address => new NightReportMail(smtp, address, time))];
        if (options.WebhookUrl is { } url) All = [.. All, new NightReportWebhook(new SignedPost(http, time, allowLoopback), url, options.WebhookSecret)];
    }

    internal IReadOnlyList<INightReportRecipient> All { get; }

    public void Dispose() => http.Dispose();
}
