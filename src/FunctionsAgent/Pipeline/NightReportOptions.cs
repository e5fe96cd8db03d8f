using System.Collections.Immutable;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Pipeline;

/// <summary>Settings <c>Report__…</c>: who is told in the morning what the night came to. Without any, nobody is.</summary>
/// <param name="WebhookSecret"><c>whsec_</c> and base64 of 24 to 64 bytes.</param>
public sealed record NightReportOptions(ImmutableArray<string> Email, string? WebhookUrl = null, string? WebhookSecret = null)
{
    /// <exception cref="SettingException">A value that is none; the message names the setting.</exception>
    public static NightReportOptions Read(IConfiguration configuration) => new(
        [.. SettingForm.Addresses(SettingTable.Value(configuration, "Report__Email") ?? "").Distinct(StringComparer.OrdinalIgnoreCase)],
        SettingTable.Value(configuration, "Report__Webhook__Url"),
        SettingTable.Value(configuration, "Report__Webhook__Secret"));

    public bool Nobody => Email.IsEmpty && WebhookUrl is null;

    /// <summary>For people; no address is named.</summary>
    public string Described => Nobody ? "to nobody: Report__Email and Report__Webhook__Url are not set"
        : string.Join(" and ", new[] { Email.IsEmpty ? null : $"by mail to {Email.Length}", WebhookUrl is null ? null : "by webhook" }.OfType<string>());
}
