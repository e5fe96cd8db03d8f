using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsAgent.Local.Simulation;

/// <summary>What a data folder says of itself when its traffic is simulated: so that nobody takes its figures for real ones.</summary>
/// <param name="State">running until the last night is over, then finished.</param>
internal sealed record SimulationMark(string Agent, string Version, int Conversations, int Days, long Seed, DateOnly Start, string State)
{
    public const string FileName = "simulation.json";
    public const string Running = "running", Finished = "finished";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    [JsonIgnore]
    public DateOnly End => Start.AddDays(Days);

    /// <summary>The time at which it ended: the last night was counted.</summary>
    [JsonIgnore]
    public DateTimeOffset Present => new(End.ToDateTime(new TimeOnly(2, 0)), TimeSpan.Zero);

    /// <summary>Null where the folder is not simulated, or is not there.</summary>
    /// <exception cref="StartException">The file is no such mark.</exception>
    public static SimulationMark? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            if (JsonSerializer.Deserialize<SimulationMark>(File.ReadAllBytes(path), Options) is { Agent: not null, State: not null } mark) return mark;
        }
        catch (JsonException)
        {
            // Told below.
        }
        throw new StartException($"{path} cannot be read: delete the folder and simulate again.");
    }

    /// <exception cref="StartException">Nothing can be written there.</exception>
    public void Write(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            PrivateFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--data: {folder} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Removes the folder of a simulation that never began. False where there is more in it than its mark.</summary>
    public static bool TakeBack(string folder)
    {
        if (Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != FileName)) return false;
        Directory.Delete(folder, recursive: true);
        return true;
    }

    /// <summary>Whether the folder holds this very run already, to its end.</summary>
    /// <exception cref="StartException">It holds anything else.</exception>
    public bool IsIn(string folder)
    {
        if (Read(folder) is { } other)
        {
            if (other == this with { State = Finished }) return true;
            throw new StartException(other.State == Running
                ? $"{folder} holds a simulation that did not end ({other}). Delete the folder and simulate again: the same seed gives the same traffic."
                : $"{folder} holds another simulation ({other}): --data names another folder, or delete this one.");
        }
        return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()
            ? throw new StartException($"{folder} holds something that is not simulated, and the figures of both would be mixed: --data names another folder.") : false;
    }

    /// <summary>For whoever reads figures of the folder.</summary>
    public string Note(string folder) => State == Finished
        ? $"Simulated: {folder} holds no real customers ({this}, up to {End:yyyy-MM-dd} 02:00 UTC)."
        : $"Simulated: {folder} holds no real customers, and the simulation did not end ({this}).";

    public override string ToString() => $"{Agent} {Version}, {Conversations:N0} conversations in {Days} days from {Start:yyyy-MM-dd} on, seed {Seed}";
}
