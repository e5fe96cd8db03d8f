using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>masking</c> of <c>agent.yaml</c>: what no model gets to see. Nothing, where the key is left out.</summary>
internal sealed partial class MaskingReader(Values values)
{
    public Masking Read(YamlNode node)
    {
        var masking = new Fields(node, "masking", values);
        var entities = masking.Take("entities") is { } types ? Once(types, "masking.entities", item => values.Choice(item, "A type of masking.entities", PiiScanner.Known)) : [];
        var fields = masking.Take("fields") is { } paths ? Once(paths, "masking.fields", item => values.Matching(item, "A field of masking.fields", FieldForm(), "customer.NAME or variables.NAME, with more names behind dots where it is nested")) : [];
        var custom = masking.Take("custom") is { } patterns ? values.List(patterns, "masking.custom", Pattern) : [];
        masking.Done();
        return new(entities, fields, custom);
    }

    private ImmutableArray<string> Once(YamlNode node, string what, Func<YamlNode, string> read)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return values.List(node, what, item =>
        {
            var name = read(item);
            if (name.Length > 0 && !seen.Add(name)) values.Errors.Add(item.At, $"'{name}' stands in {what} a second time.");
            return name;
        });
    }

    private MaskPattern Pattern(YamlNode node)
    {
        var custom = new Fields(node, "A pattern of masking.custom", values);
        var name = custom.Need("name", "what its tokens are called") is { } n ? Name(n) : "";
        var pattern = custom.Need("pattern", "a regular expression") is { } p ? Form(p) : "";
        custom.Done();
        return new(name, pattern);
    }

    private string Name(YamlNode node)
    {
        var name = values.Name(node, "A pattern's name");
        if (name.Length > 0 && !MaskPatternForm.IsFree(name)) values.Errors.Add(node.At, $"'{name}' is one of the runtime's own types: a pattern needs a name of its own.");
        return name;
    }

    private string Form(YamlNode node)
    {
        var pattern = values.Text(node, "A pattern", filled: false);
        if (pattern.Length > 0 && MaskPatternForm.Problem(pattern) is { } problem) values.Errors.Add(node.At, $"The pattern '{Shown.Of(pattern)}' is none to mask by: {problem}.");
        return pattern;
    }

    [GeneratedRegex(@"\A(customer|variables)(\.[A-Za-z_][A-Za-z0-9_]{0,79}){1,5}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FieldForm();
}
