using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FunctionsAgent.Conversations;
using FunctionsAgent.Tools;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>tools/NAME.yaml</c> (contracts C6).</summary>
internal sealed partial class ToolReader(Values values)
{
    private static readonly ImmutableArray<string> Classes = ["public", "internal", "personal", "secret"];

    // What is stated may be anybody's: rows come from the caller alone (contracts C7).
    private static readonly ImmutableArray<string> References = ["@caller.id"];

    private PackageErrors Errors => values.Errors;

    public ToolFile Read(string file, string name, YamlNode? root)
    {
        if (root is null) return new(name, null, null);
        var before = Errors.Of(file);
        var tool = new Fields(root, "A tool", values);
        var target = tool.Need("target", "the name scripts use, like api://get_order, or a list of names");
        var targets = target is null ? [] : Targets(target);
        var description = tool.Need("description", "what the tool does") is { } d ? values.Text(d, "description", filled: false) : "";
        var effect = tool.Need("effect", "read, write or irreversible") is { } e ? values.Choice(e, "effect", ["read", "write", "irreversible"]) : "";
        var idempotent = tool.Take("idempotent") is { } i && values.Truth(i, "idempotent");
        var http = tool.Need("http", "{ method, url }") is { } h ? new HttpReader(values, "http").Read(h) : null;
        var reconcile = tool.Take("reconcile") is { } r ? new HttpReader(values, "reconcile").Read(r) : null;
        var input = tool.Need("input", "a JSON Schema of the arguments");
        var inputJson = input is null ? "{}" : new SchemaReader(values).Read(input, "input");
        var outputJson = tool.Need("output", "a JSON Schema of the peer's answer") is { } o ? new SchemaReader(values).Read(o, "output") : "{}";
        var project = tool.Need("project", "result fields and their paths, like id: $.id") is { } p ? new ProjectReader(values).Read(p) : null;
        var classes = tool.Take("classes") is { } c ? Map(c, "classes", (node, what) => values.Choice(node, what, Classes)) : null;
        var rows = tool.Take("rows") is { } f ? Map(f, "rows", (node, what) => values.Choice(node, what, References)) : null;
        var unmask = tool.Take("unmask") is { } seen ? values.List(seen, "unmask", item => values.Name(item, "An entry of unmask")) : [];
        var require = tool.Take("require") is { } needed ? Require(new Fields(needed, "require", values)) : null;
        tool.Done();

        new ToolRules(Errors).Check(input as YamlMapping, http, reconcile, tool.Take("project") as YamlMapping, tool.Take("classes") as YamlMapping, tool.Take("rows") as YamlMapping);
        if (Errors.Of(file) > before) return new(name, null, target is null || targets.Any(t => t.Target.Length == 0) ? null : targets);

        var spec = new ToolSpec(
            name, [.. targets.Select(t => t.Target)], description, Enum.Parse<ToolEffect>(effect, true), http!.Spec, inputJson, outputJson, project!.Paths, idempotent, reconcile?.Spec, classes, require, rows)
        {
            Lists = project.Lists,
            Unmask = unmask,
        };
        return new(name, Works(spec, root) ? spec : null, targets);
    }

    // What the rules above let through and a call would trip over is found here, though without its exact place.
    private bool Works(ToolSpec spec, YamlNode root)
    {
        try
        {
            _ = new CompiledTool(spec);
            return true;
        }
        catch (ArgumentException error)
        {
            Errors.Add(root.At, error.Message);
            return false;
        }
    }

    private ImmutableArray<ToolTarget> Targets(YamlNode node)
    {
        var all = (node is YamlSequence list ? list.Items : [node]).Select(item =>
            new ToolTarget(values.Matching(item, "A target", TargetForm(), "scheme://name like api://get_order"), item.At)).ToImmutableArray();
        if (all.Length == 0) Errors.Add(node.At, "target is an empty list: a tool without a name is called by nobody.");
        foreach (var again in all.Where(t => t.Target.Length > 0).GroupBy(t => t.Target, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
            Errors.Add(again.At, $"The target '{again.Target}' stands here a second time.");
        return all;
    }

    private ImmutableDictionary<string, string> Map(YamlNode node, string what, Func<YamlNode, string, string> read)
    {
        if (node is YamlMapping map) return map.Entries.ToImmutableDictionary(entry => entry.Key, entry => read(entry.Value, $"{what}.{Shown.Of(entry.Key)}"), StringComparer.Ordinal);
        Errors.Add(node.At, $"{what} is a mapping of fields, not {node.Kind}.");
        return ImmutableDictionary<string, string>.Empty;
    }

    private Requirement Require(Fields require)
    {
        var assurance = require.Take("assurance") is { } a ? values.Choice(a, "require.assurance", Caller.Levels) : "none";
        var scopes = require.Take("scopes") is { } s ? values.Texts(s, "require.scopes") : [];
        require.Done();
        return new(assurance, scopes);
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]{0,49}://[^\s/][^\s]{0,199}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TargetForm();
}
