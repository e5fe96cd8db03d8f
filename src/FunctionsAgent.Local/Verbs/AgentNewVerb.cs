using System.CommandLine;
using System.IO;
using System.Text.Json.Nodes;
using FunctionsAgent.Local.Authoring;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>agent new NAME</c>: a package that works at once, without a model, to be changed into one's own.</summary>
internal static class AgentNewVerb
{
    private static readonly Argument<string> Name = new("NAME") { Description = "Small letters, digits and hyphens, a letter first." };
    private static readonly Option<string> Dir = new("--dir") { Description = "Where the package's folder is made.", HelpName = "DIR", DefaultValueFactory = _ => "." };

    public static Command Create()
    {
        var command = new Command("new", "Makes the folder of a new agent that works at once.") { Name, Dir };
        command.Validators.Add(result =>
        {
            if (!PackageTemplate.IsName(result.GetValue(Name))) result.AddError($"'{result.GetValue(Name)}' is no agent's name: small letters, digits and hyphens, a letter first, 63 characters at most.");
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var name = line.GetValue(Name)!;
        var folder = Path.Combine(line.GetValue(Dir)!, name);
        if (folder.StartsWith("./", System.StringComparison.Ordinal)) folder = folder[2..];
        var files = PackageTemplate.Write(name, folder);
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json))
        {
            output.WriteJson(new JsonObject { ["name"] = name, ["folder"] = folder, ["files"] = new JsonArray([.. files]) });
            return CommandLine.Fine;
        }
        output.WriteLine($"{folder}: {string.Join(", ", files)}");
        output.WriteLine("Next:");
        output.WriteLine($"  agent test {folder}");
        output.WriteLine($"  agent run {folder}");
        output.WriteLine($"  run --agents {folder}");
        output.WriteLine($"  agent ready {folder}");
        return CommandLine.Fine;
    }
}
