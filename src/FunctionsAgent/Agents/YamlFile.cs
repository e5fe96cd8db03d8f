using YamlDotNet.Core;

namespace FunctionsAgent.Agents;

/// <summary>
/// Reads a YAML file: one document of scalars, lists and mappings. What would make a file mean more than it shows
/// (anchors, aliases, tags, a second document) is refused, so that its size bounds what reading it costs.
/// </summary>
internal static class YamlFile
{
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The document's value; null for an empty file, and after an error that leaves nothing to go on with.</summary>
    public static YamlNode? Read(string file, ReadOnlySpan<byte> bytes, PackageErrors errors)
    {
        if (TextFile.Read(file, bytes, MaxBytes, errors) is not { } text) return null;
        var tree = new YamlTree(file, text, errors);
        var tabs = YamlTabs.Of(text);
        try
        {
            var root = tree.Read();
            foreach (var tab in tabs.Where(tab => !tree.IsText(tab.Line))) Refuse(tab);
            return tree.HasHoles ? null : root;
        }
        // The parser is another's: what it was not ready for is a mistake in the file as well.
        catch (Exception e) when (e is YamlException or ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            var (start, end) = e is YamlException yaml ? (yaml.Start, yaml.End) : (tree.Reached, tree.Reached);
            var guilty = tabs.Where(tab => tab.Line <= Math.Max(start.Line, end.Line) + 1 && !tree.IsText(tab.Line)).ToList();
            foreach (var tab in guilty) Refuse(tab);
            if (guilty.Count == 0) errors.Add(new(file, Math.Max(1, (int)start.Line), Math.Max(1, (int)start.Column)), Explain(e, text, start));
            return null;
        }

        void Refuse((int Line, int Column) tab) => errors.Add(new(file, tab.Line, tab.Column), "A tab stands in the indentation; YAML is indented with spaces.");
    }

    private static string Explain(Exception e, string text, Mark at)
    {
        if (e is SyntaxErrorException && at.Index < text.Length && text[(int)at.Index] is '@' or '`') return $"Text that begins with '{text[(int)at.Index]}' needs quotation marks around it.";
        return e switch
        {
            SyntaxErrorException or SemanticErrorException => $"This is not YAML: {e.Message}",
            YamlException => e.Message,
            _ => "This is not YAML from here on: a bracket or a quotation mark may not be closed.",
        };
    }
}
