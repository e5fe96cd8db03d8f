using System.CommandLine;
using FunctionsAgent.Local;
using FunctionsAgent.Local.Verbs;
using FunctionsAgent.Tests.House;

namespace FunctionsAgent.Tests.Verbs;

/// <summary>A folder with an agent made by <c>agent new</c>, and the command line over it.</summary>
internal sealed class AgentVerbs : IDisposable
{
    public const string Name = "lamp-desk";

    private readonly TemporaryFolder folder = new();

    public AgentVerbs() => Assert.Equal(0, CommandLine.RunAsync(["agent", "new", Name, "--dir", folder.Path], TextWriter.Null, TextWriter.Null).GetAwaiter().GetResult());

    /// <summary>Of the package.</summary>
    public string Package => folder.File(Name);

    public string Data => folder.File("data");

    public string File(string name) => Path.Combine(Package, name);

    public string Script => File($"{Name}.agent");

    public void Replace(string file, string old, string with)
    {
        var text = System.IO.File.ReadAllText(File(file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File(file), text.Replace(old, with, StringComparison.Ordinal));
    }

    public async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync([.. args, "--data", Data], output, error).WaitAsync(TimeSpan.FromSeconds(120));
        return (code, output.ToString().Replace(Package, Name, StringComparison.Ordinal), error.ToString().Replace(Package, Name, StringComparison.Ordinal));
    }

    /// <summary>What <c>agent run</c> prints for lines of input.</summary>
    public async Task<(int Code, string Output)> TalkAsync(string input, params string[] options)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var line = CommandLine.Build().Parse(["agent", "run", Package, .. options]);
        line.InvocationConfiguration.Output = output;
        using var reader = new StringReader(input);
        var code = await AgentRunVerb.RunAsync(line, reader, "", default).WaitAsync(TimeSpan.FromSeconds(120));
        return (code, output.ToString());
    }

    public void Dispose() => folder.Dispose();
}
