namespace FunctionsAgent.Agents;

/// <summary>What must agree between the parts of a tool: its URL, its arguments, its rows and its result.</summary>
internal sealed class ToolRules(PackageErrors errors)
{
    public void Check(YamlMapping? input, HttpPart? http, HttpPart? reconcile, YamlMapping? project, YamlMapping? classes, YamlMapping? rows)
    {
        var properties = input?["properties"] as YamlMapping;
        List<string> arguments = [.. properties?.Entries.Select(entry => entry.Key) ?? []];
        List<string> rowNames = [.. rows?.Entries.Select(entry => entry.Key) ?? []];

        foreach (var part in new[] { http, reconcile }.OfType<HttpPart>())
            foreach (var argument in part.Arguments.Where(argument => !arguments.Contains(argument) && !rowNames.Contains(argument)))
                errors.Add(part.UrlAt, $"The URL takes '{argument}', which neither the input's properties nor rows declare. {Suggestion.For(argument, [.. arguments, .. rowNames])}");

        if (properties is not null && input?["required"] is YamlSequence required)
            foreach (var name in required.Items.OfType<YamlScalar>().Where(name => !arguments.Contains(name.Text)))
                errors.Add(name.At, $"required names '{Shown.Of(name.Text)}', which properties does not declare. {Suggestion.For(name.Text, arguments)}");

        List<string> fields = [.. project?.Entries.Select(entry => entry.Key) ?? []];
        foreach (var entry in classes?.Entries.Where(entry => !fields.Contains(entry.Key)) ?? [])
            errors.Add(entry.KeyAt, $"classes names '{Shown.Of(entry.Key)}', which project does not. {Suggestion.For(entry.Key, fields)}");

        foreach (var row in rows?.Entries.Where(row => arguments.Contains(row.Key)) ?? [])
            errors.Add(row.KeyAt, $"The row '{Shown.Of(row.Key)}' is set by the runtime alone, and the input declares it as an argument.");
    }
}
