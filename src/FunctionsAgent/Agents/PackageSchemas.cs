using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>
/// JSON Schemas (2020-12) of a package's files, for editors: a file names its own in its first line,
/// <c># yaml-language-server: $schema=…/agent.schema.json</c>.
/// </summary>
public static class PackageSchemas
{
    public static ImmutableArray<string> Names { get; } = ["agent.schema.json", "tool.schema.json", "voice.schema.json", "test.schema.json"];

    /// <param name="name">One of <see cref="Names"/>.</param>
    public static string Text(string name)
    {
        using var stream = typeof(PackageSchemas).Assembly.GetManifestResourceStream($"FunctionsAgent.Agents.Schemas.{name}")
            ?? throw new ArgumentException($"There is no schema '{name}'. One of {string.Join(", ", Names)} is expected.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
