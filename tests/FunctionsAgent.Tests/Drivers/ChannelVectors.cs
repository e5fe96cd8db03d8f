using System.Text.Json;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Drivers;

/// <summary>Published and computed signature vectors, where the folder of shared data lies beside the repository.</summary>
internal static class ChannelVectors
{
    public static IReadOnlyList<JsonElement>? Load(ITestOutputHelper output)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "FunctionsAgent.sln")))
            root = root.Parent;
        var file = Path.Combine(root?.FullName ?? "/", "..", "shared", "data", "channel-vectors.json");
        if (File.Exists(file))
            return [.. JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray()];
        output.WriteLine("Nothing checked here: ../shared/data/channel-vectors.json is not there. The inline vectors are checked.");
        return null;
    }

    public static string Text(this JsonElement vector, string name) => vector.TryGetProperty(name, out var value) ? value.ToString() : "";
}
