#!/usr/bin/python
"""A double of ansible.windows.win_command for tests whose hosts are folders."""
from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule({'_raw_params': {'required': True}})
    code, out, err = module.run_command(module.params['_raw_params'])
    result = {'rc': code, 'stdout': out, 'stderr': err, 'changed': True}
    if code != 0:
        module.fail_json(msg='non-zero return code', **result)
    module.exit_json(**result)


main()
