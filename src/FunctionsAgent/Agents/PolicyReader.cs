using System.Collections.Immutable;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>policies</c> of <c>agent.yaml</c>. Their conditions are read by whoever evaluates them.</summary>
/// <param name="inline">Takes the places of conditions that stand on one line.</param>
internal sealed class PolicyReader(Values values, IReadOnlyCollection<string> tools, HashSet<FilePosition> inline)
{
    private const string Tool = "tool:";
    private static readonly ImmutableArray<string> Dos = ["answer", "ask", "require", "confirm", "refuse", "escalate"];

    private PackageErrors Errors => values.Errors;

    public ImmutableArray<PolicySpec> Read(YamlNode node)
    {
        var seen = new Dictionary<string, FilePosition>(StringComparer.Ordinal);
        return values.List(node, "policies", item =>
        {
            var policy = Policy(new Fields(item, "A policy", values));
            if (policy.Name.Length > 0 && !seen.TryAdd(policy.Name, item.At)) Errors.Add(item.At, $"The policy '{policy.Name}' stands here a second time; the first is in line {seen[policy.Name].Line}.");
            return policy;
        });
    }

    private PolicySpec Policy(Fields policy)
    {
        var name = policy.Need("name", "the policy's name") is { } n ? values.Name(n, "A policy's name") : "";
        var version = policy.Need("version", "a number or text that changes with the policy") is { } v ? Version(v) : "";
        var at = policy.Need("at", "message, reply or tool:NAME") is { } a ? At(a) : "";
        var (when, whenAt) = policy.Need("when", "a condition") is { } w ? When(w) : ("", default);
        var action = policy.Need("do", string.Join(", ", Dos)) is { } d ? values.Choice(d, "do", Dos) : "";
        var unknown = policy.Take("unknown") is { } u ? values.Choice(u, "unknown", ["skip", "match", "ask"]) : action is "refuse" or "escalate" ? "match" : "skip";
        var text = policy.Take("text") is { } t ? values.Text(t, "text") : null;
        if (text is null && action is "answer" or "ask" or "confirm") Errors.Add(policy.At, $"A policy that does '{action}' lacks the key 'text': what the customer is told is expected.");
        var assurance = Assurance(policy, action);
        if (action == "confirm" && at is "message" or "reply") Errors.Add(policy.KeyAt("do"), "'confirm' asks before a tool is called: 'at: tool:NAME' is expected.");
        policy.Done();
        return new(name, version, at, when, Enum.TryParse<WhenUnknown>(unknown, true, out var meaning) ? meaning : default, Enum.TryParse<Do>(action, true, out var done) ? done : default, text, assurance, whenAt);
    }

    private string Version(YamlNode node)
    {
        if (node is YamlScalar { Type: ScalarType.Number or ScalarType.Text, Text: { Length: > 0 and <= 20 } text }) return text;
        Errors.Add(node.At, $"A policy's version is a number or a text of at most 20 characters{Values.Found(node)}.");
        return "";
    }

    private string At(YamlNode node)
    {
        var at = values.Text(node, "at", filled: false);
        if (at is "" or "message" or "reply") return at;
        if (!at.StartsWith(Tool, StringComparison.Ordinal)) Errors.Add(node.At, $"at is message, reply or tool:NAME{Values.Found(node)}.{Values.Nearest(at, ["message", "reply"])}");
        else if (!tools.Contains(at[Tool.Length..])) Errors.Add(node.At, $"The package has no tool '{Shown.Of(at[Tool.Length..])}'. {Suggestion.For(at[Tool.Length..], tools)}");
        return at;
    }

    private (string Text, FilePosition At) When(YamlNode node)
    {
        var text = values.Text(node, "when", filled: false);
        if (node is not YamlScalar { Inline: true } scalar) return (text, node.At);
        var at = scalar.Plain ? scalar.At : scalar.At with { Column = scalar.At.Column + 1 };
        inline.Add(at);
        return (text, at);
    }

    private string? Assurance(Fields policy, string action)
    {
        var node = policy.Take("require");
        if (node is null)
        {
            if (action == "require") Errors.Add(policy.At, "A policy that does 'require' lacks the key 'require': { assurance: stated, channel or verified } is expected.");
            return null;
        }

        if (action is not ("require" or "")) Errors.Add(policy.KeyAt("require"), $"'require' belongs to 'do: require', not to 'do: {action}'.");
        var require = new Fields(node, "require", values);
        var assurance = require.Need("assurance", "stated, channel or verified") is { } a ? values.Choice(a, "require.assurance", ["stated", "channel", "verified"]) : null;
        require.Done();
        return assurance;
    }
}
