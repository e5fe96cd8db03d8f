using System;
using System.IO;
using System.Text.Json;

namespace FunctionsAgent.Local;

/// <summary><c>{data}/instance.json</c>: where the running host is, for the command line. Readable by its owner alone.</summary>
internal sealed record InstanceFile(string Url, string Key, int Pid, DateTimeOffset Started)
{
    private const string Name = "instance.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Write(string data) => PrivateFile.Write(Path.Combine(data, Name), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <summary>Null when there is none. One that outlived its host is answered all the same: only a call can tell.</summary>
    public static InstanceFile? Read(string data)
    {
        try
        {
            return JsonSerializer.Deserialize<InstanceFile>(File.ReadAllBytes(Path.Combine(data, Name)), Json);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public static void Remove(string data) => File.Delete(Path.Combine(data, Name));
}
