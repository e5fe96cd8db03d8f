using System.CommandLine;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>train …</c>: makes the files the product has learned from data; no instance is needed.</summary>
internal static class TrainVerb
{
    public static Command Create() => new("train", "Makes the model files that come with the program.") { TrainGuardsVerb.Create() };
}
