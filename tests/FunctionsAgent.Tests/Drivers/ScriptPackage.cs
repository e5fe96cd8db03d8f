using FunctionsAgent.Agents;
using FunctionsAgent.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>An agent as a folder of text that the test writes, served by <c>Agents__Path</c>; and the data that its hosts leave behind.</summary>
internal sealed class ScriptPackage : IDisposable
{
    public const string Agent = "scripted";

    private readonly string root;

    /// <param name="script">Everything but <c>system</c> and <c>config</c>, which a script of its own brings with <paramref name="whole"/>.</param>
    /// <param name="beside">Served together with this one, from one folder.</param>
    public ScriptPackage(string script, bool whole = false, string policies = "[]", string agent = Agent, ScriptPackage? beside = null)
    {
        (Name, root) = (agent, beside?.root ?? Directory.CreateTempSubdirectory("functionsagent-package-").FullName);
        Write("agent.yaml", $$"""
            name: {{agent}}
            kpi: { metric: containment, baseline: 0.0, target: 0.5, window: 7d, owner: lead@shop.example, outcome: fewer contacts }
            scope: { does: [orders], doesNot: [], handsTo: inbox }
            script: desk.agent
            policies: {{policies}}
            """);
        Script(script, whole);
    }

    public string Name { get; }

    /// <summary>What <c>Agents__Path</c> names.</summary>
    public string Path => System.IO.Path.Combine(root, "agents");

    public string Data => System.IO.Path.Combine(root, "data");

    public const string Error = "Something went wrong here.";

    private const string Head = $"""
        system:
            instructions: "Help."
            messages:
                welcome: "Hello."
                error: "{Error}"
        config:
            developer_name: "scripted"

        """;

    public void Script(string script, bool whole = false) => Write("desk.agent", whole ? script : Head + script);

    public void Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, Name, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Remove(string file) => File.Delete(System.IO.Path.Combine(Path, Name, file));

    /// <summary>As the folder is now.</summary>
    public PackageFiles Files => PackageFolder.Files(System.IO.Path.Combine(Path, Name)).Files!;

    /// <param name="fields">Of the result.</param>
    public ScriptPackage Tool(string name, string? target = null, string effect = "read", string fields = "status", string? classes = null)
    {
        Write($"tools/{name}.yaml", $$"""
            target: "{{target ?? $"api://{name}"}}"
            description: Calls {{name}}.
            effect: {{effect}}
            http: { method: {{(effect == "read" ? "GET" : "POST")}}, url: "${Shop}/{{name}}", timeout: 2s }
            input: { type: object }
            output: { type: object }
            project: { {{string.Join(", ", fields.Split(' ').Select(f => $"{f}: $.{f}"))}} }
            {{(classes is null ? "" : $"classes: {classes}")}}
            """);
        return this;
    }

    /// <summary>A host on this package and its data. Ended and begun again it is the same agent after a restart.</summary>
    public Task<AgentHost> StartAsync(ScriptedTool? tool = null, Action<IServiceCollection>? configure = null, TimeProvider? time = null) => StartAsync(tool is null ? null : tool.Register, configure, time);

    public async Task<AgentHost> StartAsync(Action<IServiceCollection>? tool, Action<IServiceCollection>? configure = null, TimeProvider? time = null)
    {
        Directory.CreateDirectory(Data);
        var host = await AgentHost.StartAsync(Data, new Dictionary<string, string?> { ["Agents__Path"] = Path }, time, services =>
        {
            tool?.Invoke(services);
            configure?.Invoke(services);
        });
        // Its version is in the store: whoever starts next finds it there.
        await Settled.UntilAsync($"{Name} is published", async () => await host.Get<PackageStore>().CurrentAsync(Name) is not null);
        return host;
    }

    public void Dispose()
    {
        if (Directory.Exists(root)) Directory.Delete(root, recursive: true);
    }
}
