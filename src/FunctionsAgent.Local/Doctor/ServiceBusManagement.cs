using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using Azure.Core;
using Azure.Identity;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local.Doctor;

/// <summary>
/// Reads queue descriptions from Service Bus: ATOM over HTTPS, as Microsoft's own administration client does. By the
/// identity's token, or by a shared access signature made of the connection string.
/// </summary>
internal sealed class ServiceBusManagement
{
    private const string Version = "2021-05";
    private const int EmulatorPort = 5300;
    private const int MostBody = 256 * 1024;
    private static readonly XNamespace Description = "http://schemas.microsoft.com/netservices/2010/10/servicebus/connect";

    private readonly Uri _root;
    private readonly Patient _patient;
    private readonly Func<CancellationToken, ValueTask<string>> _authorization;

    private ServiceBusManagement(Uri root, Patient patient, Func<CancellationToken, ValueTask<string>> authorization) => (_root, _patient, _authorization) = (root, patient, authorization);

    /// <summary>Null for a connection string that names no endpoint or key.</summary>
    public static ServiceBusManagement? Of(AzureAddress address, Patient patient)
    {
        if (address.ConnectionString is not { } text)
            return new(new Uri($"https://{address.Uri!.Host}"), patient, async ct => $"Bearer {(await patient.Identity.GetTokenAsync(new TokenRequestContext(["https://servicebus.azure.net/.default"]), ct)).Token}");
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Last()[1].Trim(), StringComparer.OrdinalIgnoreCase);
        if (!Uri.TryCreate(parts.GetValueOrDefault("Endpoint"), UriKind.Absolute, out var endpoint)
            || parts.GetValueOrDefault("SharedAccessKeyName") is not { Length: > 0 } name || parts.GetValueOrDefault("SharedAccessKey") is not { Length: > 0 } key) return null;
        // The emulator speaks plain HTTP on this machine, on a port of its own for management.
        var emulator = string.Equals(parts.GetValueOrDefault("UseDevelopmentEmulator"), "true", StringComparison.OrdinalIgnoreCase);
        var root = emulator ? new Uri($"http://{endpoint.Host}:{(endpoint.Port > 0 ? endpoint.Port : EmulatorPort)}") : new Uri($"https://{endpoint.Host}");
        return new(root, patient, _ => ValueTask.FromResult(Signature(root, name, key, patient.Time.GetUtcNow().AddMinutes(5))));
    }

    /// <summary>The properties of a queue, or why they cannot be read.</summary>
    public async Task<(IReadOnlyDictionary<string, string>? Properties, Finding? Trouble)> QueueAsync(string queue, CancellationToken ct)
    {
        string authorization;
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
            deadline.CancelAfter(TimeSpan.FromSeconds(30));
            authorization = await _authorization(deadline.Token);
        }
        catch (Exception e) when (e is AuthenticationFailedException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return (null, Failed("No token could be had for it: " + e.Message.Split('\n')[0], "Sign in with `az login`, or run doctor where the app's identity is."));
        }
        var answer = await _patient.Peers.AskAsync(HttpMethod.Get, new Uri(_root, $"{queue}?api-version={Version}&enrich=true"), ct, prepare: request => request.Headers.TryAddWithoutValidation("Authorization", authorization));
        return answer.Status switch
        {
            0 => (null, Failed($"{_root.Authority} cannot be reached: {answer.Trouble}.", "Check the namespace's name, its network rules and the firewall.")),
            401 or 403 => (null, Failed($"{_root.Authority} answers {answer.Status}: the identity may not read its queues.", "Give it the role Azure Service Bus Data Owner on the namespace (infra/main.bicep does).")),
            404 => (null, Missing(queue)),
            // Asked for a queue that is not there, the service may answer with an empty feed.
            200 => Read(answer.Body) is { } properties ? (properties, null) : (null, Missing(queue)),
            _ => (null, Failed($"{_root.Authority} answers {answer.Status}.", "Look at the namespace in the portal: it may be disabled or in trouble.")),
        };
    }

    private static Finding Failed(string detail, string mend) => Finding.Failed("", "ServiceBus", detail, mend);

    private static Finding Missing(string queue) => Finding.Failed("", queue, "The queue is not there.", "Deploy infra/main.bicep: it makes every queue of the pipeline.");

    private static Dictionary<string, string>? Read(string body)
    {
        try
        {
            using var text = XmlReader.Create(new System.IO.StringReader(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = MostBody });
            return XDocument.Load(text).Descendants(Description + "QueueDescription").FirstOrDefault()?
                .Elements().Where(element => !element.HasElements).GroupBy(element => element.Name.LocalName).ToDictionary(group => group.Key, group => group.First().Value.Trim());
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Signature(Uri resource, string name, string key, DateTimeOffset until)
    {
        var address = Uri.EscapeDataString(resource.AbsoluteUri);
        var expiry = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var digest = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{address}\n{expiry}")));
        return $"SharedAccessSignature sr={address}&sig={Uri.EscapeDataString(digest)}&se={expiry}&skn={Uri.EscapeDataString(name)}";
    }
}
