using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Local.Authoring;

/// <summary>The whole product with one package, on a free port and a data folder that goes with it. It is entered by its HTTP doors.</summary>
internal sealed class PackageHost : IAsyncDisposable
{
    public const int WaitSeconds = 20;

    private readonly OperatorClient client;
    private readonly string agent;
    private readonly DirectoryInfo data;

    private PackageHost(OperatorClient client, string agent, DirectoryInfo data) => (this.client, this.agent, this.data) = (client, agent, data);

    /// <exception cref="StartException">The package or a setting is not usable.</exception>
    public static async Task<PackageHost> StartAsync(ParseResult line, string path, string agent, Action<IServiceCollection>? configure, CancellationToken ct)
    {
        var data = Directory.CreateTempSubdirectory("functionsagent-");
        try
        {
            var host = await LocalHost.StartAsync(GlobalOptions.Host(line) with
            {
                Data = data.FullName,
                Urls = "http://127.0.0.1:0",
                AgentsPath = path,
                // Nothing here outlives the command, and the settings' own default agent is another one.
                Settings = new Dictionary<string, string?> { ["Storage__Sync"] = "normal", ["Agents__Default"] = "" },
                Configure = configure,
            }, ct);
            return new PackageHost(OperatorClient.Of(host), agent, data);
        }
        catch
        {
            data.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>A customer's message and its answer; without a conversation one is begun.</summary>
    public Task<JsonNode> SayAsync(string text, string? conversation, string channel, JsonElement? customer, CancellationToken ct)
    {
        var body = new JsonObject { ["text"] = text, ["channel"] = channel };
        if (conversation is not null) body["conversationId"] = conversation;
        else if (customer is { } stated) body["customer"] = JsonNode.Parse(stated.GetRawText());
        return client.PostAsync($"/api/agents/{Uri.EscapeDataString(agent)}/messages?wait={WaitSeconds}", body, ct);
    }

    /// <summary>The events after a sequence.</summary>
    public async Task<IReadOnlyList<JsonNode>> EventsAsync(string conversation, long after, CancellationToken ct)
    {
        var log = await client.GetAsync($"/api/operator/conversations/{Uri.EscapeDataString(conversation)}/log", ct);
        return [.. log.Items("events").Where(e => e["seq"]!.GetValue<long>() > after)];
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        data.Delete(recursive: true);
    }
}
