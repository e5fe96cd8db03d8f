using System;
using System.CommandLine;
using System.IO;

namespace FunctionsAgent.Local;

/// <summary>Options that every verb takes.</summary>
internal static class GlobalOptions
{
    public static Option<string> Data { get; } = new("--data")
    {
        Description = "Folder of everything that is kept.", HelpName = "DIR", Recursive = true, DefaultValueFactory = _ => LocalOptions.DefaultData,
    };

    public static Option<string?> Agents { get; } = new("--agents") { Description = "Folder of agent packages.", HelpName = "DIR", Recursive = true };

    public static Option<string?> Url { get; } = new("--url")
    {
        Description = "Talk to the instance there; otherwise the one in {data}/instance.json, otherwise one of its own.", HelpName = "URL", Recursive = true,
    };

    public static Option<string?> Token { get; } = new("--token")
    {
        Description = "Bearer token of staff for the instance at --url; on this machine the key of --data.", Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print data as JSON.", Recursive = true };

    /// <summary>How a host is started for this command line.</summary>
    public static LocalOptions Host(ParseResult line) => new()
    {
        Data = line.GetValue(Data)!,
        AgentsPath = line.GetValue(Agents),
        SettingsFile = LocalSettings.Find(Environment.CurrentDirectory),
    };

    public static TextWriter Output(this ParseResult line) => line.InvocationConfiguration.Output;
}
