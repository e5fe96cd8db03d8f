using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace FunctionsAgent.Local.Authoring;

/// <summary>The <c>.agent</c> files that paths on the command line name: files as they are, folders with all below them.</summary>
internal static class ScriptFiles
{
    public const string Extension = ".agent";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>In the order of the paths, a folder's by name.</summary>
    /// <exception cref="StartException">A path does not exist, or a folder that is no package holds no script.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths) => [.. paths.SelectMany(Of)];

    /// <summary>The one script of a path.</summary>
    /// <exception cref="StartException">There is none, or more than one.</exception>
    public static string Single(string path) => Of(path) switch
    {
        [var only] => only,
        [] => throw NoScript(path),
        var several => throw new StartException($"{path} holds several scripts: name one of {string.Join(", ", several)}."),
    };

    /// <exception cref="StartException">The file cannot be read.</exception>
    public static string Read(string file) => Reading(file, () => File.ReadAllText(file));

    /// <summary>Null where the file is not UTF-8: what cannot be read without loss is not written back.</summary>
    /// <exception cref="StartException">The file cannot be read.</exception>
    public static string? ReadStrictly(string file) => Reading(file, () =>
    {
        try
        {
            return Strict.GetString(File.ReadAllBytes(file));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    });

    private static string[] Of(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new StartException($"{path} does not exist: name a script ({Extension}) or a folder of them.");
        var found = Reading(path, () => Below(path).Order(StringComparer.Ordinal).ToArray());
        // A package whose flow is written in C# has none.
        return found.Length > 0 || PackageReading.IsPackage(path) ? found : throw NoScript(path);
    }

    private static StartException NoScript(string path) => new($"{path} holds no script: files that end with {Extension} were looked for.");

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Extension).Concat(Directory.EnumerateDirectories(folder).Where(IsLookedInto).SelectMany(Below));

    private static bool IsLookedInto(string folder) =>
        Path.GetFileName(folder) is var name && !name.StartsWith('.') && name is not ("bin" or "obj" or "node_modules") && new DirectoryInfo(folder).LinkTarget is null;

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
