using System.Runtime.InteropServices;

namespace FunctionsAgent.Tests.Infra;

/// <summary>A fact that runs the Bicep compiler; its package carries the program for Linux on x64.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            Skip = "The Bicep compiler of the package feed runs on Linux x64.";
    }
}
