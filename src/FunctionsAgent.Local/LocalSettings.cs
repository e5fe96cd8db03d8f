using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Local;

/// <summary>Settings: <c>local.settings.json</c>, then the environment, then the command line; the later wins.</summary>
internal static class LocalSettings
{
    public const string FileName = "local.settings.json";

    /// <summary>The file in <paramref name="folder"/>, else at the root of the repository the folder is in, else null.</summary>
    public static string? Find(string folder)
    {
        var here = Path.Combine(folder, FileName);
        if (File.Exists(here)) return here;
        for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
        {
            if (!Path.Exists(Path.Combine(parent.FullName, ".git"))) continue;
            var root = Path.Combine(parent.FullName, FileName);
            return File.Exists(root) ? root : null;
        }
        return null;
    }

    /// <exception cref="StartException">The file is malformed, or a setting asks for Azure.</exception>
    public static IConfigurationRoot Load(LocalOptions options)
    {
        var configuration = Read(options);
        var azure = AzureSettings.Present(configuration);
        return azure.Count == 0 ? configuration
            : throw new StartException($"{string.Join(", ", azure)} set, and this program keeps everything on this machine. Run FunctionsAgent.Functions with Azure, or remove {(azure.Count == 1 ? "it" : "them")}.");
    }

    /// <summary>Whatever they are for.</summary>
    /// <exception cref="StartException">The file is malformed.</exception>
    public static IConfigurationRoot Read(LocalOptions options) => new ConfigurationBuilder()
        .AddInMemoryCollection(options.SettingsFile is { } file ? Values(file) : [])
        .AddEnvironmentVariables()
        .AddInMemoryCollection(options.Settings.Select(Sectioned))
        .Build();

    private static List<KeyValuePair<string, string?>> Values(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (!json.RootElement.TryGetProperty("Values", out var values)) return [];
            return [.. values.EnumerateObject().Select(value => Sectioned(new(value.Name, Text(file, value))))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new StartException($"{file} is not in the format of {FileName}: {e.Message}", e);
        }
    }

    private static string Text(string file, JsonProperty value) => value.Value.ValueKind switch
    {
        JsonValueKind.String => value.Value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
        var kind => throw new StartException($"{file}: Values.{value.Name} is {kind}; a setting is text. Sections are written {value.Name}__Name."),
    };

    private static KeyValuePair<string, string?> Sectioned(KeyValuePair<string, string?> setting) => new(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value);
}
