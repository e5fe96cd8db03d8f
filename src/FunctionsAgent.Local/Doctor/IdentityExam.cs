using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local.Doctor;

/// <summary>Who may come in: Entra's issuer by its own discovery document (OpenID Connect Discovery 1.0), or the embedded key.</summary>
internal sealed class IdentityExam : IExam
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public string Area => "identity";

    public async Task<IReadOnlyList<Finding>> RunAsync(Patient patient, CancellationToken ct)
    {
        var findings = new List<Finding>();
        if (!patient.IsAzure) findings.Add(Key(patient.Data));
        var (tenant, client) = (patient.Settings["AzureAd:TenantId"], patient.Settings["AzureAd:ClientId"]);
        if (string.IsNullOrWhiteSpace(tenant) || string.IsNullOrWhiteSpace(client))
        {
            if (patient.IsAzure)
                findings.Add(Finding.Warning(Area, "AzureAd", "Nobody can sign in: staff and apps are answered 401.", "Register the app in Entra ID and set AzureAd__TenantId and AzureAd__ClientId."));
            return findings;
        }
        findings.Add(await IssuerAsync(patient, tenant.Trim(), ct));
        return findings;
    }

    private async Task<Finding> IssuerAsync(Patient patient, string tenant, CancellationToken ct)
    {
        var instance = patient.Settings["AzureAd:Instance"] is { Length: > 0 } set ? set.Trim() : SettingTable.Find("AzureAd__Instance")!.Default!;
        if (!Uri.TryCreate($"{instance.TrimEnd('/')}/{tenant}/v2.0/.well-known/openid-configuration", UriKind.Absolute, out var discovery))
            return Finding.Failed(Area, "issuer", "AzureAd__Instance and AzureAd__TenantId make no address.", "Leave AzureAd__Instance out for the public cloud.");
        var answer = await patient.Peers.AskAsync(HttpMethod.Get, discovery, ct);
        if (answer.Status == 0) return Finding.Failed(Area, "issuer", $"{discovery.Authority} cannot be reached: {answer.Trouble}.", "Open the way to it: no token can be checked without its keys.");
        if (answer.Status != 200 || Member(answer.Body, "issuer") is not { } issuer || Member(answer.Body, "jwks_uri") is not { } keys || !Uri.TryCreate(keys, UriKind.Absolute, out var address))
            return Finding.Failed(Area, "issuer", $"{discovery} answers {answer.Status} and no discovery document.", "AzureAd__TenantId names no tenant there: copy it from the tenant's overview.");
        var jwks = await patient.Peers.AskAsync(HttpMethod.Get, address, ct);
        return jwks.Status == 200 && jwks.Body.Contains("\"keys\"", StringComparison.Ordinal)
            ? Finding.Ok(Area, "issuer", $"{issuer} answers, with its keys")
            : Finding.Failed(Area, "issuer", $"The keys at {address} cannot be read: {jwks.Trouble ?? $"answer {jwks.Status}"}.", "Open the way to it: no token can be checked without its keys.");
    }

    private Finding Key(string data)
    {
        var file = Path.Combine(data, "key");
        if (!File.Exists(file)) return Finding.Ok(Area, "key", "made at the first start");
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0
            ? Finding.Failed(Area, "key", $"{file} may be read by others on this machine.", $"chmod 600 {file}; if others were here, delete it and start again: a new key is made.")
            : Finding.Ok(Area, "key", "readable by its owner alone");
    }

    private static string? Member(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
