using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using FunctionsAgent.Local.Backups;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>backup TARGET</c>: the data directory in a folder or a .zip, while an instance runs.</summary>
internal static class BackupVerb
{
    private static readonly Argument<string> Target = new("TARGET") { Description = "A new folder, or a file that ends with .zip. It holds customers' words: keep it as safe as the original." };

    public static Command Create()
    {
        var command = new Command("backup", "Copies everything that is kept, at one moment, also while an instance runs.") { Target };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var options = GlobalOptions.Host(line);
        var target = line.GetValue(Target)!;
        var made = Backup.Make(options.Data, target, options.Time);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(new JsonObject { ["target"] = target, ["at"] = made.At.ToString("O", CultureInfo.InvariantCulture), ["blobs"] = made.Blobs });
        else output.WriteLine($"{target} holds {options.Data} as it was at {made.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, with {made.Blobs} blobs.");
        return CommandLine.Fine;
    }
}
