using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.CommandLine;
using System.IO;
using System.Linq;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Local.Authoring;

/// <summary>A package as the program around it would read it, with the settings of this command line.</summary>
internal static class PackageReading
{
    public static bool IsPackage(string path) => File.Exists(Path.Combine(path, "agent.yaml"));

    /// <summary>The package, or its mistakes with paths as an editor finds them.</summary>
    /// <exception cref="StartException">The path is no folder.</exception>
    public static (Package? Package, ImmutableArray<PackageError> Errors) Read(ParseResult line, string path)
    {
        if (!Directory.Exists(path)) throw new StartException($"{path} is no folder: name one that holds an agent.yaml.");
        var settings = LocalSettings.Load(GlobalOptions.Host(line));
        var (package, errors) = PackageFolder.Read(path, PackageContext.Of(settings));
        return (package, [.. errors.Select(error => error with { File = Path.Combine(path, error.File) })]);
    }

    /// <summary>Null, and its mistakes printed, where there are any.</summary>
    public static Package? ReadOrPrint(ParseResult line, string path)
    {
        var (package, errors) = Read(line, path);
        Print(line.InvocationConfiguration.Error, errors);
        return package;
    }

    public static void Print(TextWriter output, IEnumerable<PackageError> errors)
    {
        foreach (var error in errors) output.WriteLine(TextTable.Line(error.ToString()));
    }
}
