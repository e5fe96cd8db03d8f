namespace FunctionsAgent.Agents;

/// <summary>Tabs that editors show as indentation and YAML does not take for any.</summary>
internal static class YamlTabs
{
    /// <summary>The first tab before the first other character of each line, counted from 1.</summary>
    public static List<(int Line, int Column)> Of(string text)
    {
        var tabs = new List<(int, int)>();
        var line = 0;
        foreach (var row in text.AsSpan().EnumerateLines())
        {
            line++;
            var indent = row[..^row.TrimStart(" \t").Length];
            var tab = indent.IndexOf('\t');
            if (tab >= 0) tabs.Add((line, tab + 1));
        }

        return tabs;
    }
}
