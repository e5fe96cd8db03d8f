using System.Collections.Immutable;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>tools</c> of a test: what each tool answers, once or in order.</summary>
internal sealed class ToolAnswers(Values values, IReadOnlyDictionary<string, ToolSpec?> tools)
{
    public static ImmutableArray<string> Classes { get; } = ["not_found", "invalid_arguments", "invalid_result", "refused", "unavailable", "timeout", "too_large", "not_done"];

    public ImmutableDictionary<string, ImmutableArray<ToolResult>> Read(YamlNode node)
    {
        var all = new Fields(node, "tools", values);
        var read = ImmutableDictionary.CreateBuilder<string, ImmutableArray<ToolResult>>(StringComparer.Ordinal);
        foreach (var (name, tool) in tools)
        {
            if (all.Take(name) is not { } given) continue;
            if (given is YamlSequence { Items.Length: 0 }) values.Errors.Add(given.At, $"tools.{name} is empty: at least one answer is expected.");
            read.Add(name, given is YamlSequence list ? [.. list.Items.Select(item => Answer(item, name, tool))] : [Answer(given, name, tool)]);
        }

        all.Done();
        return read.ToImmutable();
    }

    private ToolResult Answer(YamlNode node, string name, ToolSpec? tool)
    {
        var answer = new Fields(node, $"The answer of {name}", values);
        ToolResult? read = null;
        if (answer.Take("ok") is { } ok) read = Ok(ok, name, tool);
        if (answer.Take("failed") is { } failed) read = new Failed(values.Choice(failed, "failed", Classes), "as the test says");
        if (answer.Take("unknown") is { } unknown) read = new Unknown(values.Text(unknown, "unknown", filled: false));
        answer.Done();
        if (node is YamlMapping { Entries.Length: not 1 } || read is null) values.Errors.Add(node.At, $"The answer of {name} is one of {{ ok: … }}, {{ failed: CLASS }} and {{ unknown: TEXT }}.");
        return read ?? new Unknown("");
    }

    // A field that no path fills would make a test pass that no conversation could.
    private Ok Ok(YamlNode node, string name, ToolSpec? tool)
    {
        if (node is YamlMapping fields && tool is not null)
            foreach (var entry in fields.Entries.Where(entry => !tool.Fields.Contains(entry.Key, StringComparer.Ordinal)))
                values.Errors.Add(entry.KeyAt, $"{name} projects no field '{Shown.Of(entry.Key)}'. {Suggestion.For(entry.Key, [.. tool.Fields])}");
        if (node is not YamlMapping) values.Errors.Add(node.At, $"ok is a mapping of the projected fields, not {node.Kind}.");
        return new(YamlJson.Element(node));
    }
}
