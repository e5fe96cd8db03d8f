using System.Collections.Immutable;
using System.Text;
using AgentScript;
using FunctionsAgent.Agents;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Tests.Agents.Packaging;

/// <summary>A small package in memory, and what reading it takes.</summary>
internal static class PackageBench
{
    public const string Agent = """
        name: shop
        kpi:
          metric: containment
          baseline: 0.1
          target: 0.5
          window: 7d
          owner: lead@shop.example
          outcome: fewer contacts
        scope:
          does: [order status]
          doesNot: [legal]
          handsTo: inbox
        script: shop.agent
        zone: Europe/Berlin
        channels: { chat: { origins: ["https://shop.example"] }, email: { address: help@shop.example } }
        skills: [order_status]
        policies:
          - name: no-hawaii
            version: 1
            at: message
            when: '@customer.state == "HI"'
            do: answer
            text: Not there yet.
        guards: [{ name: size, mode: on, maxCharacters: 500 }]
        models: {}
        schedules: []
        handoff: { desk: inbox, wait: 10m, otherwise: email }
        texts: { greeting: Hello from the shop }

        """;

    public const string Tool = """
        target: [api://get_order, flow://Get_Order]
        description: Looks up one order.
        effect: read
        idempotent: true
        reconcile: { method: GET, url: "${Shop}/done?key={key}" }
        http: { method: GET, url: "${Shop}/orders/{order_id}?for={customer_id}", timeout: 2s, retries: 2 }
        input:
          type: object
          required: [order_id]
          properties:
            order_id: { type: string, pattern: "^W[0-9]+$" }
          additionalProperties: false
        output: { type: object }
        project: { id: $.id, tracking: "$.parcels[0].tracking" }
        classes: { tracking: personal }
        require: { assurance: channel, scopes: [orders] }
        rows: { customer_id: "@caller.id" }

        """;

    public const string Voice = """
        guidelines: [Answer first.]
        preferred:
          - short sentences
          - { instead: in transit, say: has shipped }
        avoided: [unfortunately]
        samples: [Your order has shipped.]

        """;

    public const string Tests = """
        - name: where is it
          channel: email
          customer: { state: WI, age: 40 }
          tools:
            get_order:
              - { ok: { id: W1 } }
              - { failed: not_found }
              - { unknown: no answer }
          turns:
            - says: Where is W1?
              expect: { reply: [shipped, W1], not: sorry, intent: order_status, tools: [get_order], outcome: replied, effect: reply }
            - says: A person!
              expect: { policy: no-hawaii, handoff: asked for, tools: [] }
            - { says: Bye, expect: { handoff: false, intent: none } }

        """;

    public static PackageFiles Files(params (string File, string? Text)[] changes)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["agent.yaml"] = Agent, ["shop.agent"] = "config:\n", ["tools/get_order.yaml"] = Tool, ["voice.yaml"] = Voice, ["tests/orders.yaml"] = Tests,
        };
        foreach (var (file, text) in changes)
        {
            if (text is null) files.Remove(file);
            else files[file] = text;
        }

        return new(files.ToImmutableSortedDictionary(f => f.Key, f => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
    }

    public static PackageContext Context { get; } = new(new Scripts(), Policy, name => name == "Owner" ? "ann@shop.example" : null)
    {
        Flows = new Dictionary<string, IFlow> { ["in-code"] = new Flow("in-code") },
    };

    public static IReadOnlyList<PackageError> Errors(params (string File, string? Text)[] changes) => PackageReader.Read(Files(changes), Context).Errors;

    public static Package Read(params (string File, string? Text)[] changes)
    {
        var (package, errors) = PackageReader.Read(Files(changes), Context);
        Assert.Equal("", string.Join('\n', errors));
        return package!;
    }

    /// <summary>A condition is wrong where it says WRONG.</summary>
    private static (IPolicy?, string?, int) Policy(PolicySpec spec) => spec.When.IndexOf("WRONG", StringComparison.Ordinal) is var at and >= 0 ? (null, "an operator is expected", at) : (new Rule(spec), null, 0);

    private sealed record Rule(PolicySpec Spec) : IPolicy
    {
        public RuleInfo Info => new(Spec.Name, Spec.Version, Spec.At, Spec.When);

        public Verdict? Decide(Facts facts) => null;
    }

    private sealed record Flow(string Name) : IFlow
    {
        public Step Next(Frame frame, Result? result) => new(frame, new EndTurn());
    }

    /// <summary>A script of lines <c>call TARGET</c> and anything else.</summary>
    private sealed class Scripts : IScriptCompiler
    {
        public (IFlow? Flow, ImmutableArray<PackageError> Errors) Compile(ScriptSource source)
        {
            var errors = source.Text.Split('\n').Select((line, index) => (line, index)).Where(row => row.line.StartsWith("call ", StringComparison.Ordinal) && source.Targets?.Contains(row.line[5..]) == false)
                .Select(row => new PackageError(source.File, row.index + 1, 6, $"No tool declares {row.line[5..]}.")).ToImmutableArray();
            return (errors.IsEmpty ? new Flow(source.Agent) : null, errors);
        }
    }
}
