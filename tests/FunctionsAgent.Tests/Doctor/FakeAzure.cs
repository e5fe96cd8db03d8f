using System.Globalization;
using FunctionsAgent.Queues;
using FunctionsAgent.Tests.Tools;
using Microsoft.AspNetCore.Http;

namespace FunctionsAgent.Tests.Doctor;

/// <summary>Service Bus's management, an account's tables and blobs, and an identity provider on one port, as well as a doctor asks them.</summary>
internal sealed class FakeAzure : IAsyncDisposable
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private Peer peer = null!;

    /// <summary>By queue: elements of its description that differ; a queue of null is not there.</summary>
    public Dictionary<string, (string Name, string Value)?> Queues { get; } = [];

    public int KeepDeletedDays { get; set; }

    public int? TablesStatus { get; set; }

    public int? BusStatus { get; set; }

    public TimeSpan Ahead { get; set; }

    public string Url => peer.Url;

    public static async Task<FakeAzure> StartAsync()
    {
        var azure = new FakeAzure();
        azure.peer = await Peer.StartAsync((context, _) => azure.AnswerAsync(context));
        return azure;
    }

    public Dictionary<string, string> Settings() => new()
    {
        ["ServiceBus"] = $"Endpoint=sb://{new Uri(Url).Authority};SharedAccessKeyName=Root;SharedAccessKey=key=;UseDevelopmentEmulator=true",
        ["Storage"] = $"AccountName=devstoreaccount1;AccountKey={Key};TableEndpoint={Url}/devstoreaccount1;BlobEndpoint={Url}/devstoreaccount1",
        ["AzureAd__Instance"] = Url,
        ["AzureAd__TenantId"] = "7d1f7a3c-1f5e-4c44-9f6b-0c2d3a4b5c6d",
        ["AzureAd__ClientId"] = "8d1f7a3c-1f5e-4c44-9f6b-0c2d3a4b5c6d",
        ["Shop"] = Url,
    };

    public ValueTask DisposeAsync() => peer.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Date = (DateTimeOffset.UtcNow + Ahead).ToString("R", CultureInfo.InvariantCulture);
        var path = context.Request.Path.Value!;
        if (path == "/") return Peer.WriteAsync(context, 404);
        if (path.EndsWith("/Tables", StringComparison.Ordinal)) return Peer.WriteAsync(context, TablesStatus ?? 200, """{"value":[{"TableName":"Conversations"}]}""");
        if (path.StartsWith("/devstoreaccount1", StringComparison.Ordinal)) return Peer.WriteAsync(context, 200, context.Request.Query["comp"] == "properties" ? Properties() : "", "application/xml");
        if (path.StartsWith("/nobody/", StringComparison.Ordinal)) return Peer.WriteAsync(context, 400, """{"error":"invalid_tenant"}""");
        if (path.EndsWith("/openid-configuration", StringComparison.Ordinal)) return Peer.WriteAsync(context, 200, $$"""{"issuer":"{{Url}}/t/v2.0","jwks_uri":"{{Url}}/keys/jwks"}""");
        if (path == "/keys/jwks") return Peer.WriteAsync(context, 200, """{"keys":[]}""");
        return QueueAsync(context, path[1..]);
    }

    private Task QueueAsync(HttpContext context, string queue)
    {
        var signed = context.Request.Headers.Authorization.ToString().StartsWith("SharedAccessSignature sr=http%3A%2F%2F127.0.0.1", StringComparison.Ordinal);
        if (BusStatus is { } status || !signed) return Peer.WriteAsync(context, BusStatus ?? 401);
        var differs = Queues.TryGetValue(queue, out var change);
        if (!QueueNames.All.Contains(queue) || (differs && change is null))
            return Peer.WriteAsync(context, 200, """<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Publicly Listed Services</title></feed>""", "application/atom+xml");
        var elements = new List<(string Name, string Value)>
        {
            ("LockDuration", "PT1M"), ("MaxSizeInMegabytes", "1024"), ("RequiresDuplicateDetection", "false"), ("RequiresSession", "true"), ("MaxDeliveryCount", "20"), ("MessageCount", "3"), ("Status", "Active"),
        }.Select(element => differs && element.Name == change!.Value.Name ? change.Value : element);
        return Peer.WriteAsync(context, 200, $"""
            <entry xmlns="http://www.w3.org/2005/Atom"><title type="text">{queue}</title><content type="application/xml">
            <QueueDescription xmlns="http://schemas.microsoft.com/netservices/2010/10/servicebus/connect">{string.Concat(elements.Select(e => $"<{e.Name}>{e.Value}</{e.Name}>"))}</QueueDescription></content></entry>
            """, "application/atom+xml");
    }

    private string Properties() => $"""
        <?xml version="1.0" encoding="utf-8"?><StorageServiceProperties><DeleteRetentionPolicy><Enabled>{(KeepDeletedDays > 0 ? "true" : "false")}</Enabled>{(KeepDeletedDays > 0 ? $"<Days>{KeepDeletedDays}</Days>" : "")}</DeleteRetentionPolicy></StorageServiceProperties>
        """;
}
