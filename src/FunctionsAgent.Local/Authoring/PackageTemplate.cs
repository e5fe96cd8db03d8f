using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Local.Authoring;

/// <summary>The files of a new agent: those below <c>Templates/agent</c>, with its name filled in.</summary>
internal static partial class PackageTemplate
{
    private const string Prefix = "template/";

    public static bool IsName(string? name) => name is not null && NameForm().IsMatch(name);

    /// <summary>Writes them and answers their paths below <paramref name="folder"/>.</summary>
    /// <exception cref="StartException">The folder holds something already, or cannot be written.</exception>
    public static IReadOnlyList<string> Write(string name, string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new StartException($"{folder} exists already and stays as it is: choose another name, or --dir.");
        var words = name.Split('-', StringSplitOptions.RemoveEmptyEntries);
        var label = string.Join(' ', words);
        var files = new List<string>();
        try
        {
            foreach (var resource in Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(r => r.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                var path = Filled(resource[Prefix.Length..]);
                var file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, Filled(Content(resource)));
                files.Add(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{folder} cannot be written: {e.Message}", e);
        }
        return files;

        string Filled(string text) => text
            .Replace("__NAME__", name, StringComparison.Ordinal)
            .Replace("__DEVELOPER_NAME__", string.Join('_', words), StringComparison.Ordinal)
            .Replace("__LABEL__", char.ToUpperInvariant(label[0]) + label[1..], StringComparison.Ordinal);
    }

    private static string Content(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
