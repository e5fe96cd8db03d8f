using System;
using System.Linq;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Local.Doctor;

/// <summary>The table of settings for people: the README shows it as it is here.</summary>
internal static class SettingsText
{
    public static string Markdown() => string.Join('\n',
    [
        "| setting | takes | default | meaning |",
        "|---|---|---|---|",
        .. SettingTable.All.Select(setting => $"| `{setting.Name}` | {Cell(setting.Form.Takes)} | {Cell(setting.Default ?? "")} | {Cell(setting.Meaning)} |"),
    ]) + "\n";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
