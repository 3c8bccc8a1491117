#Requires -Version 3.0
# Runs fcgi6to7.exe and gives its report as an object. Dot-source this file, then call the function.
function Invoke-FcgiMigration {
    <#
    .SYNOPSIS
    Moves FastCGI settings from fcgiext.ini to applicationHost.config.
    .DESCRIPTION
    With -WhatIf nothing is written: the report is that of a plan. Without Ini and Config the files of
    this server are taken.
    .EXAMPLE
    Invoke-FcgiMigration -Ini .\fcgiext.ini -Config .\applicationHost.config -WhatIf
    #>
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
    param(
        [string] $Ini,
        [string] $Config,
        [string[]] $Option = @(),
        [string] $Program = (Join-Path $PSScriptRoot 'fcgi6to7.exe')
    )

    if (-not $Ini -and $Config) { throw 'Name -Ini too when -Config is named.' }
    $files = @()
    if ($Ini) { $files += $Ini }
    if ($Config) { $files += $Config }

    $target = 'applicationHost.config of this server'
    if ($Config) { $target = $Config }
    $command = 'plan'
    if ($PSCmdlet.ShouldProcess($target, 'Migrate FastCGI settings')) { $command = 'apply' }

    # The report is UTF-8. A remote session has no console to tell so.
    $console = $null
    try {
        $encoding = [Console]::OutputEncoding
        [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
        $console = $encoding
    }
    catch { Write-Verbose 'There is no console.' }
    try {
        $json = & $Program $command @files --format json @Option
        $code = $LASTEXITCODE
    }
    finally {
        if ($console) { [Console]::OutputEncoding = $console }
    }
    if (-not $json) { throw "fcgi6to7 $command ended with exit code $code and without a report." }
    $report = ($json -join "`n") | ConvertFrom-Json
    $report | Add-Member -NotePropertyName ExitCode -NotePropertyValue $code -PassThru
}
