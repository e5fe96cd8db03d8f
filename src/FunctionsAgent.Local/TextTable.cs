using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace FunctionsAgent.Local;

/// <summary>Rows under aligned columns, one line each, cut to the terminal's width where there is a terminal.</summary>
internal sealed class TextTable(params string[] columns)
{
    private const string Gap = "  ";
    private readonly List<string[]> rows = [columns];

    public void Add(params string[] cells) => rows.Add([.. cells.Select(Line)]);

    /// <param name="width">Characters; null: nothing is cut.</param>
    public void Write(TextWriter output, int? width)
    {
        var widths = Enumerable.Range(0, columns.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            var line = string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            output.WriteLine(width is { } most && line.Length > most ? $"{line[..Math.Max(most - 1, 0)]}…" : line);
        }
    }

    /// <summary>The terminal's width where <paramref name="output"/> is one.</summary>
    public static int? Width(TextWriter output)
    {
        if (output != Console.Out || Console.IsOutputRedirected) return null;
        return Console.WindowWidth > 0 ? Console.WindowWidth : null;
    }

    /// <summary>One line without control characters: a customer's words must not steer the terminal.</summary>
    public static string Line(string text) => Clean(text, keepLines: false);

    /// <summary>The same for text that may have several lines.</summary>
    public static string Lines(string text) => Clean(text, keepLines: true);

    private static string Clean(string text, bool keepLines)
    {
        if (!text.Any(char.IsControl)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
            clean.Append(c switch
            {
                '\n' when keepLines => "\n",
                '\r' => "",
                '\n' => " ⏎ ",
                '\t' => " ",
                _ when char.IsControl(c) => "\uFFFD",
                _ => c.ToString(),
            });
        return clean.ToString();
    }
}
